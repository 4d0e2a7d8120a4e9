import Diagnostics

/// Finds one law with constants by group, or fits a form that way.
///
/// - Parameters:
///   - data: the table and its groups, at least two.
///   - request: the form if it is known, and what is known to be shared or free.
///   - options: resolved options.
///   - control: budget and cancellation.
/// - Returns: the law; `FitResult.groups` holds the constants of every group. The law's expression has names in the place
///   of the constants that differ by group.
/// - Throws: `DiscoverError.numeric` when a given form is finite nowhere.
public func fit(
    _ data: GroupedProblem, request: GroupRequest, options: FitOptions, control: RunControl
) throws -> FitResult {
    try GroupSearch(data: data, request: request, options: options, control: control).result()
}
