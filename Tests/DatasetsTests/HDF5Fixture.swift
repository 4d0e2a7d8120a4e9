import CHDF5
import Foundation

/// Writes small HDF5 files for tests.
final class HDF5Fixture {
    private let path = FileManager.default.temporaryDirectory.appending(path: "discover-\(UUID().uuidString).h5").path
    private var file: hid_t = -1

    /// Starts a file; with `ordered`, its groups remember the order in which members were made.
    init(ordered: Bool = false) {
        discover_h5_silence()
        let creation = H5Pcreate(discover_h5_file_creation())
        if ordered { H5Pset_link_creation_order(creation, 3) }
        file = H5Fcreate(path, discover_h5_truncate(), creation, discover_h5_default())
        H5Pclose(creation)
    }

    func group(_ name: String) {
        H5Gclose(H5Gcreate2(file, name, discover_h5_default(), discover_h5_default(), discover_h5_default()))
    }

    func dataset(_ name: String, shape: [Int], _ values: [Double]) {
        create(name, type: discover_h5_native_double(), shape: shape) { dataset in
            var values = values
            H5Dwrite(dataset, discover_h5_native_double(), 0, 0, discover_h5_default(), &values)
        }
    }

    func series(_ name: String, _ values: [Double]) { dataset(name, shape: [values.count], values) }

    /// A dataset of two-byte integers.
    func integers(_ name: String, _ values: [Int16]) {
        let short = discover_h5_native_short()
        create(name, type: short, shape: [values.count]) { dataset in
            var values = values
            H5Dwrite(dataset, short, 0, 0, discover_h5_default(), &values)
        }
    }

    func words(_ name: String, _ values: [String]) {
        let type = H5Tcopy(discover_h5_c_string())
        H5Tset_size(type, 8)
        create(name, type: type, shape: [values.count]) { dataset in
            var bytes = values.flatMap {
                Array($0.utf8.prefix(7)) + [UInt8](repeating: 0, count: 8 - min($0.utf8.count, 7))
            }
            H5Dwrite(dataset, type, 0, 0, discover_h5_default(), &bytes)
        }
        H5Tclose(type)
    }

    /// Records of doubles.
    func records(_ name: String, members: [String], rows: [[Double]]) {
        let type = H5Tcreate(H5T_COMPOUND, 8 * members.count)
        for (index, member) in members.enumerated() { H5Tinsert(type, member, 8 * index, discover_h5_native_double()) }
        create(name, type: type, shape: [rows.count]) { dataset in
            var values = rows.flatMap { $0 }
            H5Dwrite(dataset, type, 0, 0, discover_h5_default(), &values)
        }
        H5Tclose(type)
    }

    /// An attribute with texts, of variable or fixed length.
    func attribute(_ name: String, of object: String, _ texts: [String], variable: Bool) {
        let target = H5Oopen(file, object, discover_h5_default())
        let type = H5Tcopy(discover_h5_c_string())
        var length = hsize_t(texts.count)
        let space = H5Screate_simple(1, &length, nil)
        H5Tset_size(type, variable ? discover_h5_variable_length() : 16)
        let attribute = H5Acreate2(target, name, type, space, discover_h5_default(), discover_h5_default())
        if variable {
            var pointers = texts.map { strdup($0) }
            H5Awrite(attribute, type, &pointers)
            for pointer in pointers { free(pointer) }
        } else {
            var bytes = texts.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: 16 - $0.utf8.count) }
            H5Awrite(attribute, type, &bytes)
        }
        H5Aclose(attribute)
        H5Sclose(space)
        H5Tclose(type)
        H5Oclose(target)
    }

    func externalLink(_ name: String, to other: String) {
        H5Lcreate_external(other, "/x", file, name, discover_h5_default(), discover_h5_default())
    }

    /// Declares a dataset far larger than any memory, without storing it.
    func emptyGiant(_ name: String) {
        let properties = H5Pcreate(discover_h5_dataset_creation())
        var chunk: hsize_t = 1024
        H5Pset_chunk(properties, 1, &chunk)
        var length: hsize_t = 1 << 50
        let space = H5Screate_simple(1, &length, nil)
        H5Dclose(
            H5Dcreate2(
                file, name, discover_h5_native_double(), space, discover_h5_default(), properties,
                discover_h5_default()))
        H5Sclose(space)
        H5Pclose(properties)
    }

    /// Closes the file and returns its bytes.
    func bytes() throws -> [UInt8] {
        H5Fclose(file)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private func create(_ name: String, type: hid_t, shape: [Int], _ write: (hid_t) -> Void) {
        let lengths = shape.map { hsize_t($0) }
        let space = H5Screate_simple(Int32(shape.count), lengths, nil)
        let dataset = H5Dcreate2(
            file, name, type, space, discover_h5_default(), discover_h5_default(), discover_h5_default())
        write(dataset)
        H5Dclose(dataset)
        H5Sclose(space)
    }
}
