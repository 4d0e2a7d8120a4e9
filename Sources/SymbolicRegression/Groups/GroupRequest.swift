/// What the user says about constants by group.
public struct GroupRequest: Sendable {
    /// The form; nil to search for the law.
    public var form: FormRequest?
    /// Constants that all groups share.
    public var shared: [String]
    /// Constants that every group has its own value of.
    public var free: [String]

    /// Makes a request; constants that are in neither list are decided by description length.
    public init(form: FormRequest? = nil, shared: [String] = [], free: [String] = []) {
        self.form = form
        self.shared = shared
        self.free = free
    }
}
