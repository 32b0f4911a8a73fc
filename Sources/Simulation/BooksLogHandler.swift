import Logging

/// Keeps every log line, so that a checker can look for secrets in them.
struct BooksLogHandler: LogHandler {
    let books: Books
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let fields = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        books.log("\(event.level) \(event.message) \(fields)")
    }
}
