import Dispatch
import Synchronization

/// A map over independent pieces of work on several threads, with results in the order of the input.
enum ParallelMap {
    static func map<Input: Sendable, Output: Sendable>(
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
