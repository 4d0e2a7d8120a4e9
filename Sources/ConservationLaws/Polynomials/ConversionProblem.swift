/// Why an expression could not be read as a polynomial.
enum ConversionProblem: Error, Equatable {
    /// A divisor is identically 0.
    case divisionByZero
    /// A function such as `sin`, or a root, of something that is not a number.
    case function(String)
    /// A division by an expression with these variables that leaves a remainder.
    case division(by: [String])
    /// An exponent that is not a natural number.
    case exponent(String)
    /// A number that is neither rational, pi nor e.
    case irrational(String)
    /// A name that is neither variable nor parameter.
    case unknownName(String)
    /// An expanded form with too many terms or too high a degree.
    case tooLarge
}
