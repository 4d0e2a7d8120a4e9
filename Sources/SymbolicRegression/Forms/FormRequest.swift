/// A form with what the user says about its parameters.
public struct FormRequest: Sendable {
    /// The form.
    public var form: Form
    /// Bounds and starts by name of a parameter.
    public var ranges: [String: ParameterRange]

    /// Makes a request.
    public init(form: Form, ranges: [String: ParameterRange] = [:]) {
        self.form = form
        self.ranges = ranges
    }
}
