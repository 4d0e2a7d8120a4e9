import CHDF5

/// An open object of the HDF5 library, closed when the last reference goes.
final class HDF5Handle {
    /// The library's number for the object.
    let id: hid_t
    private let close: (hid_t) -> herr_t

    /// Takes over an object; nil when opening it had failed.
    init?(_ id: hid_t, closedBy close: @escaping (hid_t) -> herr_t) {
        guard id >= 0 else { return nil }
        self.id = id
        self.close = close
    }

    deinit { _ = close(id) }
}
