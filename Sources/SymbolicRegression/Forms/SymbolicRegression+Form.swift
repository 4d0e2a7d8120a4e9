import Diagnostics

/// Fits a form: its parameters, and what its holes stand for.
///
/// Parameters that enter linearly are solved for (variable projection), the others are fitted from many quasi-random starts.
///
/// - Parameters:
///   - problem: the table; the form's columns are among its inputs.
///   - request: the form with bounds and starts.
///   - options: resolved options.
///   - control: budget and cancellation.
/// - Returns: the law with the user's names for its constants, and the evidence in `FitResult.form`.
/// - Throws: `DiscoverError.input` for too few rows; `DiscoverError.numeric` when the form has no finite value.
public func fit(
    _ problem: RegressionProblem, form request: FormRequest, options: FitOptions, control: RunControl
) throws -> FitResult {
    if !request.form.holes.isEmpty {
        return try TemplateFit(
            form: request.form, problem: problem, ranges: request.ranges, options: options, control: control
        ).result()
    }
    return try FormFit(form: request.form, problem: problem, ranges: request.ranges, options: options, control: control)
        .result()
}
