/// Passes improvements of the front on, at most a few times a second.
final class ProgressReport {
    private let scoreboard: Scoreboard
    private let progress: (@Sendable ([FittedLaw]) -> Void)?
    private var last: ContinuousClock.Instant?

    /// A report to `progress`; nothing happens without one.
    init(scoreboard: Scoreboard, progress: (@Sendable ([FittedLaw]) -> Void)?) {
        self.scoreboard = scoreboard
        self.progress = progress
    }

    /// Tells the front unless that was done within the last 200 ms.
    func update() {
        guard let progress else { return }
        let now = ContinuousClock.now
        if let last, now - last < .milliseconds(200) { return }
        last = now
        progress(scoreboard.front.map { scoreboard.law($0, constants: [], isVerified: false) })
    }
}
