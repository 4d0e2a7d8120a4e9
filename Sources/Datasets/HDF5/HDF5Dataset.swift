import CHDF5

/// A dataset of an HDF5 file.
struct HDF5Dataset {
    /// What the elements are.
    enum Kind: Equatable {
        case number
        /// Records, with the names of the members that are numbers.
        case record(members: [String])
        case other
    }

    let handle: HDF5Handle
    /// Lengths of the dimensions, outermost first; empty for a single value.
    let shape: [Int]
    let kind: Kind

    init?(_ handle: HDF5Handle) {
        guard H5Iget_type(handle.id) == H5I_DATASET,
            let space = HDF5Handle(H5Dget_space(handle.id), closedBy: H5Sclose),
            let type = HDF5Handle(H5Dget_type(handle.id), closedBy: H5Tclose)
        else { return nil }
        self.handle = handle
        let count = H5Sget_simple_extent_ndims(space.id)
        guard count >= 0 else { return nil }
        var lengths = [hsize_t](repeating: 0, count: Int(count))
        guard count == 0 || H5Sget_simple_extent_dims(space.id, &lengths, nil) >= 0 else { return nil }
        shape = lengths.map { Int(clamping: $0) }
        kind = HDF5Dataset.kind(of: type)
    }

    /// Number of elements; nil beyond what fits in an integer.
    var count: Int? {
        var product = 1
        for length in shape {
            let (value, overflow) = product.multipliedReportingOverflow(by: length)
            if overflow { return nil }
            product = value
        }
        return product
    }

    /// Whether the elements lie in another file, which is never read.
    var isStoredElsewhere: Bool {
        guard let properties = HDF5Handle(H5Dget_create_plist(handle.id), closedBy: H5Pclose) else { return false }
        return H5Pget_external_count(properties.id) > 0 || H5Pget_layout(properties.id) == H5D_VIRTUAL
    }

    /// All elements as doubles, row-major; nil when they cannot be read.
    func numbers() -> [Double]? {
        read(as: discover_h5_native_double())
    }

    /// One member of every record as doubles; nil when it cannot be read.
    func numbers(ofMember name: String) -> [Double]? {
        guard let record = HDF5Handle(H5Tcreate(H5T_COMPOUND, MemoryLayout<Double>.size), closedBy: H5Tclose),
            H5Tinsert(record.id, name, 0, discover_h5_native_double()) >= 0
        else { return nil }
        return read(as: record.id)
    }

    private func read(as type: hid_t) -> [Double]? {
        guard let count else { return nil }
        guard count > 0 else { return [] }
        var status: herr_t = -1
        let values = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            // Zero stands for the whole dataset.
            status = H5Dread(handle.id, type, 0, 0, discover_h5_default(), buffer.baseAddress)
            filled = status >= 0 ? count : 0
        }
        return status >= 0 ? values : nil
    }

    private static func kind(of type: HDF5Handle) -> Kind {
        switch H5Tget_class(type.id) {
        case H5T_INTEGER, H5T_FLOAT: return .number
        case H5T_COMPOUND:
            let count = max(H5Tget_nmembers(type.id), 0)
            return .record(
                members: (0..<UInt32(count)).compactMap { index in
                    let kind = H5Tget_member_class(type.id, index)
                    guard kind == H5T_INTEGER || kind == H5T_FLOAT,
                        let name = H5Tget_member_name(type.id, index)
                    else { return nil }
                    defer { H5free_memory(name) }
                    return String(validatingCString: name)
                })
        default: return .other
        }
    }
}
