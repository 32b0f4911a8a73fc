/// Why a store could not be opened. The description is one line that says what to do.
package enum StoreOpeningError: Error, Hashable, Sendable, CustomStringConvertible {
    case inUse(directory: String, process: Int?)
    case unusable(directory: String, reason: String)
    /// The files were written by a later program.
    case newerSchema(directory: String, found: Int, known: Int)
    case damaged(directory: String, reason: String)
    /// A setting that durability rests on did not hold.
    case notDurable(directory: String, setting: String)

    package var description: String {
        switch self {
        case .inUse(let directory, let process):
            let holder = process.map { "process \($0)" } ?? "another process"
            return "The data directory \(directory) is in use by \(holder): stop it, or choose another directory."
        case .unusable(let directory, let reason):
            return "The data directory \(directory) cannot be used: \(reason)"
        case .newerSchema(let directory, let found, let known):
            return "The store in \(directory) has schema \(found), and this program knows schemas up to \(known): "
                + "run the program that wrote it, or a later one."
        case .damaged(let directory, let reason):
            return "The store in \(directory) is damaged (\(reason)): restore it from a copy."
        case .notDurable(let directory, let setting):
            return "The store in \(directory) cannot be made durable (\(setting)): choose a local disk."
        }
    }
}
