import CHDF5
import Synchronization

/// An HDF5 file held in memory, open for reading.
struct HDF5File {
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
    /// Counts opened images: the library takes two of one name for the same file.
    private static let opened = Atomic<Int>(0)

    /// The file itself.
    let handle: HDF5Handle

    /// Whether bytes are an HDF5 file: its signature stands at the start or after a user block of 512, 1024, … bytes.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset + signature.count <= bytes.count {
            if bytes[offset..<offset + signature.count].elementsEqual(signature) { return true }
            offset = offset == 0 ? 512 : offset * 2
        }
        return false
    }

    /// Opens an image of a file; nil when it is damaged.
    init?(_ bytes: [UInt8]) {
        // Per thread in this library, so it is repeated for every file.
        discover_h5_silence()
        guard let access = HDF5Handle(H5Pcreate(discover_h5_file_access()), closedBy: H5Pclose),
            H5Pset_fapl_core(access.id, 1 << 20, false) >= 0
        else { return nil }
        var image = bytes
        let status = image.withUnsafeMutableBytes { H5Pset_file_image(access.id, $0.baseAddress, $0.count) }
        let number = HDF5File.opened.add(1, ordering: .relaxed).newValue
        guard status >= 0,
            let handle = HDF5Handle(
                H5Fopen("image-\(number).h5", discover_h5_read_only(), access.id), closedBy: H5Fclose)
        else { return nil }
        self.handle = handle
    }

    /// The object at a path inside the file; nil when there is none.
    func object(at path: String) -> HDF5Handle? {
        HDF5Handle(H5Oopen(handle.id, path, discover_h5_default()), closedBy: H5Oclose)
    }
}
