/// Why an expression could not be read as a polynomial.
enum ConversionProblem: Error, Equatable {
    /// A divisor is identically 0.
    case divisionByZero
    /// A function that is not treated.
    case function(String)
    /// An exponent that depends on the variables or is too large.
    case exponent(String)
    /// A number that is neither rational, pi nor e.
    case irrational(String)
    /// A name that is neither variable nor parameter.
    case unknownName(String)
    /// An expanded form with too many terms or too high a degree.
    case tooLarge
}
