import SMPP

/// What must hold of everything that applications submitted.
enum ApplicationsCheck {
    /// Gives how many receipts were demanded.
    static func run(_ content: SubmissionBooks.Content, books: Books) -> Int {
        var states: [String: Set<MessageState>] = [:]
        var strangers: [Int: Set<String>] = [:]
        for receipt in content.taken {
            states[receipt.messageID, default: []].insert(receipt.state)
            guard let message = content.accepted[receipt.messageID] else {
                strangers[receipt.application, default: []].insert(receipt.messageID)
                continue
            }
            if message.application != receipt.application {
                books.violation("\(receipt.messageID) was told to another application")
            }
        }
        for id in content.order {
            guard let text = content.accepted[id]?.text else { continue }
            guard let told = states[id], let state = told.first else {
                books.violation("\(id) was accepted, and its application never learned what became of it")
                continue
            }
            if told.count > 1 { books.violation("\(id) had two ends") }
            if state == .delivered, !content.arrived.contains(text) {
                books.violation("\(id) was told to be delivered, and no phone has it")
            }
            if state == .accepted || state == .enroute || state == .unknown {
                books.violation("\(id) was told no end")
            }
        }
        // A message whose response was lost has a receipt too; nothing else has one.
        for (application, strange) in strangers.sorted(by: { $0.key < $1.key })
        where strange.count > content.unanswered[application] ?? 0 {
            books.violation("application \(application) got receipts of messages it never submitted")
        }
        return content.order.count
    }
}
