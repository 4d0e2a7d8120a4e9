import Dispatch
import Synchronization

/// Independent pieces of work on several threads, results in the order of the pieces.
enum ParallelScan {
    /// `work(k)` for every k below `count`.
    static func map<Result: Sendable>(
        _ count: Int, threads: Int, _ work: @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: count))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
            while true {
                let k = next.add(1, ordering: .relaxed).oldValue
                guard k < count else { return }
                let result = work(k)
                results.withLock { $0[k] = result }
            }
        }
        return results.withLock { $0 }.compactMap { $0 }
    }
}
