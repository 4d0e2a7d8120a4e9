import Dispatch
import Synchronization

/// A map over independent pieces of work on several threads.
public enum ParallelMap {
    /// Results in the order of the input, whatever the number of threads.
    ///
    /// - Parameters:
    ///   - work: the pieces; each thread takes the next one that is left.
    ///   - threads: number of threads, at least 1.
    ///   - transform: what to do with a piece; pieces must not depend on each other.
    public static func map<Input: Sendable, Output: Sendable>(
        _ work: [Input], threads: Int, _ transform: @Sendable @escaping (Input) -> Output
    ) -> [Output] {
        guard threads > 1, work.count > 1 else { return work.map(transform) }
        let results = Mutex([Output?](repeating: nil, count: work.count))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, work.count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < work.count else { return }
                let output = transform(work[index])
                results.withLock { $0[index] = output }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
