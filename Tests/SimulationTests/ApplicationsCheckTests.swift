import SMPP
import Testing

@testable import Simulation

struct ApplicationsCheckTests {
    private func violations(_ change: (SubmissionBooks) -> Void) -> Int {
        let (books, submissions) = (Books(), SubmissionBooks())
        _ = submissions.accepted("1", .init(application: 0, text: "a"))
        _ = submissions.accepted("2", .init(application: 1, text: "b"))
        submissions.taken(.init(application: 0, messageID: "1", state: .delivered))
        submissions.taken(.init(application: 1, messageID: "2", state: .expired))
        change(submissions)
        #expect(ApplicationsCheck.run(submissions.snapshot, books: books) >= 2)
        return books.snapshot.violations.count
    }

    @Test func `the checker sees what it is for`() {
        #expect(violations { $0.arrived("a") } == 0)
        #expect(violations { _ in } == 1, "told to be delivered, and not there")
        #expect(
            violations {
                $0.arrived("a")
                _ = $0.accepted("3", .init(application: 0, text: "c"))
            } == 1, "never told of")
        #expect(
            violations {
                $0.arrived("a")
                $0.taken(.init(application: 1, messageID: "1", state: .delivered))
            } == 1, "told to another")
        #expect(
            violations {
                $0.arrived("a")
                $0.taken(.init(application: 0, messageID: "1", state: .undeliverable))
            } == 1, "two ends")
        #expect(
            violations {
                $0.arrived("a")
                $0.taken(.init(application: 0, messageID: "9", state: .delivered))
            } == 1, "a message nobody submitted")
        #expect(
            violations {
                $0.arrived("a")
                $0.unanswered(application: 0)
                $0.taken(.init(application: 0, messageID: "9", state: .delivered))
            } == 0, "its response was lost")
    }
}
