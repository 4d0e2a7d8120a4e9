import CHDF5

/// Attributes with text of objects in an HDF5 file.
enum HDF5Attribute {
    /// The texts of the first attribute with one of the names; nil when there is none, or it holds no text.
    static func texts(of object: HDF5Handle, named names: [String]) -> [String]? {
        for name in names where H5Aexists(object.id, name) > 0 {
            guard
                let attribute = HDF5Handle(H5Aopen(object.id, name, discover_h5_default()), closedBy: H5Aclose),
                let type = HDF5Handle(H5Aget_type(attribute.id), closedBy: H5Tclose),
                let space = HDF5Handle(H5Aget_space(attribute.id), closedBy: H5Sclose),
                H5Tget_class(type.id) == H5T_STRING
            else { continue }
            let count = Int(H5Sget_simple_extent_npoints(space.id))
            // A name for every column; more would be a damaged file.
            guard count > 0, count <= 1 << 20 else { continue }
            return H5Tis_variable_str(type.id) > 0
                ? variable(attribute, type, space, count: count) : fixed(attribute, type, count: count)
        }
        return nil
    }

    private static func variable(
        _ attribute: HDF5Handle, _ type: HDF5Handle, _ space: HDF5Handle, count: Int
    ) -> [String]? {
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        guard H5Aread(attribute.id, type.id, &pointers) >= 0 else { return nil }
        defer { H5Dvlen_reclaim(type.id, space.id, discover_h5_default(), &pointers) }
        return pointers.map { pointer in pointer.flatMap { String(validatingCString: $0) } ?? "" }
    }

    private static func fixed(_ attribute: HDF5Handle, _ type: HDF5Handle, count: Int) -> [String]? {
        let size = H5Tget_size(type.id)
        guard size > 0, size <= 1 << 16 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count * size)
        guard H5Aread(attribute.id, type.id, &bytes) >= 0 else { return nil }
        return (0..<count).map { index in
            let field = bytes[index * size..<(index + 1) * size].prefix { $0 != 0 }
            return NumberField.trimmed(String(decoding: field, as: UTF8.self))
        }
    }
}
