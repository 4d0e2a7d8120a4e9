import Glibc

/// Writes to one pipe and reads from another one at the same time, so that neither side waits for the other for ever.
struct PipeExchange {
    private let input: [UInt8]
    private var written = 0
    private var inputEnd: Int32
    private var outputEnd: Int32
    private let maximumOutput: Int
    /// What has been read, at most `maximumOutput` bytes.
    private(set) var output: [UInt8] = []
    /// Whether there was more to read than that.
    private(set) var isOverfull = false

    /// Takes over both ends.
    init(input: [UInt8], to inputEnd: Int32, from outputEnd: Int32, maximumOutput: Int) {
        self.input = input
        self.inputEnd = inputEnd
        self.outputEnd = outputEnd
        self.maximumOutput = maximumOutput
        for descriptor in [inputEnd, outputEnd] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        if input.isEmpty { closeInput() }
    }

    /// Waits until something can be done and does it.
    ///
    /// - Parameter reads: whether only reading is of interest.
    /// - Returns: whether there may be more to do: false when both ends are closed, and when only reading was asked for and
    ///   there was nothing to read.
    mutating func step(milliseconds: Int32, reads: Bool = false) -> Bool {
        if isOverfull { closeOutput() }
        guard inputEnd >= 0 || outputEnd >= 0 else { return false }
        var polled = [
            pollfd(fd: reads ? -1 : inputEnd, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, milliseconds) > 0 else { return !reads }
        if polled[0].revents != 0 { write() }
        if polled[1].revents != 0 { read() }
        return reads ? outputEnd >= 0 : true
    }

    /// Closes what is open.
    mutating func closeAll() {
        closeInput()
        closeOutput()
    }

    private mutating func write() {
        let count = input[written...].withUnsafeBytes { Glibc.write(inputEnd, $0.baseAddress, $0.count) }
        if count > 0 { written += count }
        // A command that does not want to read on is not wrong.
        if written == input.count || (count < 0 && errno != EAGAIN && errno != EINTR) { closeInput() }
    }

    private mutating func read() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(outputEnd, &buffer, buffer.count)
        if count > 0 {
            let room = maximumOutput - output.count
            output += buffer.prefix(min(count, room))
            isOverfull = count > room
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            closeOutput()
        }
    }

    private mutating func closeInput() {
        if inputEnd >= 0 { close(inputEnd) }
        inputEnd = -1
    }

    private mutating func closeOutput() {
        if outputEnd >= 0 { close(outputEnd) }
        outputEnd = -1
    }
}
