import CHDF5

/// The members of a group of an HDF5 file.
struct HDF5Group {
    let handle: HDF5Handle

    init?(_ handle: HDF5Handle) {
        guard H5Iget_type(handle.id) == H5I_GROUP else { return nil }
        self.handle = handle
    }

    /// Names of the members: in the order of creation if the file keeps it, else in the order of the names.
    ///
    /// Links into other files are left out: reading one file never reads another.
    var memberNames: [String] {
        var information = H5G_info_t()
        guard H5Gget_info(handle.id, &information) >= 0 else { return [] }
        let order = keepsOrder ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
        return (0..<information.nlinks).compactMap { index in
            let length = H5Lget_name_by_idx(
                handle.id, ".", order, H5_ITER_INC, index, nil, 0, discover_h5_default())
            guard length > 0 else { return nil }
            let name = [CChar](unsafeUninitializedCapacity: length + 1) { buffer, count in
                H5Lget_name_by_idx(
                    handle.id, ".", order, H5_ITER_INC, index, buffer.baseAddress, length + 1, discover_h5_default())
                count = length
            }
            var link = H5L_info_t()
            guard
                H5Lget_info_by_idx(handle.id, ".", order, H5_ITER_INC, index, &link, discover_h5_default()) >= 0,
                link.type == H5L_TYPE_HARD || link.type == H5L_TYPE_SOFT
            else { return nil }
            return String(validating: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// The member with a name; nil when it cannot be opened.
    func member(_ name: String) -> HDF5Handle? {
        HDF5Handle(H5Oopen(handle.id, name, discover_h5_default()), closedBy: H5Oclose)
    }

    private var keepsOrder: Bool {
        guard let properties = HDF5Handle(H5Gget_create_plist(handle.id), closedBy: H5Pclose) else { return false }
        var flags: UInt32 = 0
        return H5Pget_link_creation_order(properties.id, &flags) >= 0 && flags & UInt32(H5P_CRT_ORDER_INDEXED) != 0
    }
}
