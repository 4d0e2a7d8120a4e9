import Glibc

/// A lock that is held over calls which throw typed errors.
final class Turn: Sendable {
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init() {
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Waits until nobody else holds the lock.
    func lock() { pthread_mutex_lock(mutex) }

    /// Lets the next one in; the thread that called `lock` calls this.
    func unlock() { pthread_mutex_unlock(mutex) }
}
