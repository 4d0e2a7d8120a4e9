import Foundation
import Testing

@testable import Datasets

@Suite(.serialized) struct HDF5RehearsalTests {
    @Test func harmlessWorkSurvives() {
        #expect(HDF5Rehearsal.survives(byteCount: 0) {})
        #expect(HDF5Rehearsal.survives(byteCount: 1000) { _ = (0..<1000).map { [$0] } })
    }

    @Test(arguments: [SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU, SIGALRM])
    func deadlySignalsAreSeen(number: Int32) {
        #expect(!HDF5Rehearsal.survives(byteCount: 0) { raise(number) })
    }

    @Test func interruptsAreNotDamage() {
        #expect(HDF5Rehearsal.survives(byteCount: 0) { raise(SIGINT) })
    }

    @Test func childCannotChangeTheParent() {
        var value = 1
        #expect(HDF5Rehearsal.survives(byteCount: 0) { value = 2 })
        #expect(value == 1)
    }
}
