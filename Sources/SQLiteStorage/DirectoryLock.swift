#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Holds a data directory for one process: an advisory lock on `<directory>/lock`, with the process's number in it.
///
/// The kernel lets go of it when the process ends, however it ends.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Makes the directory (mode 0700) if it isn't there, and takes its lock.
    init(_ directory: String) throws(StoreOpeningError) {
        try Self.create(directory)
        let descriptor = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unusable(directory) }
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw Self.unusable(directory) }
            throw .inUse(directory: directory, process: Self.holder(descriptor))
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
            throw Self.unusable(directory)
        }
    }

    deinit { close(descriptor) }

    /// Lets another process have the directory.
    func release() { flock(descriptor, LOCK_UN) }

    /// The file with mode 0600, so that no one else reads it even before SQLite opens it; its folder is synced, so
    /// that the file is there after a power failure.
    static func createFile(_ path: String, in directory: String) throws(StoreOpeningError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable(directory) }
        close(descriptor)
        try sync(directory)
    }

    private static func create(_ directory: String) throws(StoreOpeningError) {
        var parents = directory.split(separator: "/", omittingEmptySubsequences: true)
        var missing: [String] = []
        var path = directory
        while access(path, F_OK) != 0, !parents.isEmpty {
            missing.append(path)
            parents.removeLast()
            path = (directory.hasPrefix("/") ? "/" : "") + parents.joined(separator: "/")
            if path.isEmpty { path = "." }
        }
        for folder in missing.reversed() {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw unusable(directory) }
        }
        if !missing.isEmpty { try sync(path) }
    }

    private static func sync(_ directory: String) throws(StoreOpeningError) {
        let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unusable(directory) }
    }

    private static func holder(_ descriptor: Int32) -> Int? {
        var text = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &text, text.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: text[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
    }

    private static func unusable(_ directory: String) -> StoreOpeningError {
        .unusable(directory: directory, reason: String(cString: strerror(errno)) + ".")
    }
}
