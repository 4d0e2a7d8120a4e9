import Expressions

/// What became of a guess.
public struct GuessJudgement: Sendable {
    /// The text as it came.
    public var text: String
    /// Where it came from, such as `guess` or `proposal 2`.
    public var origin: String
    /// The formula with its constants fitted, nil when it could not be judged.
    public var law: FittedLaw?
    /// Why it could not be judged, one clause; nil when it was.
    public var refusal: String?

    /// Makes a judgement.
    public init(text: String, origin: String, law: FittedLaw?, refusal: String?) {
        self.text = text
        self.origin = origin
        self.law = law
        self.refusal = refusal
    }
}
