#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file can't be used. The description is one line that says what to do.
package enum FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    case exists(String)
    case tooLarge(String, Int)
    /// Others than its owner may read it.
    case readableByOthers(String)
    case notText(String)
    case damaged(String, line: Int, reason: String)
    case failed(String, reason: String)

    package var description: String {
        switch self {
        case .missing(let path): "there is no file \(path)"
        case .exists(let path): "the file \(path) exists already"
        case .tooLarge(let path, let limit): "the file \(path) has more than \(limit) bytes: it can't be the right one"
        case .readableByOthers(let path): "the file \(path) can be read by others: chmod 600 \(path)"
        case .notText(let path): "the file \(path) is not UTF-8 text"
        case .damaged(let path, let line, let reason): "\(path):\(line): \(reason)"
        case .failed(let path, let reason): "the file \(path) can't be used: \(reason)"
        }
    }
}

/// Small files that hold secrets or settings, read and written whole.
package enum PrivateFile {
    /// The file's text; the file may be anyone's to read.
    package static func text(_ path: String) throws(FileProblem) -> String {
        try read(path, isPrivate: false)
    }

    /// The file's text, refused when group or others may read or write the file.
    package static func privateText(_ path: String) throws(FileProblem) -> String {
        try read(path, isPrivate: true)
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes the file, mode 0600, and syncs it and its folder, so that it is there after a power failure. Throws
    /// `exists` when it is there.
    package static func create(_ path: String, text: String) throws(FileProblem) {
        try write(path, text)
        try syncFolder(of: path)
    }

    /// Puts `text` in the file's place at once: whoever reads it gets the old text or the new, whole.
    package static func replace(_ path: String, text: String) throws(FileProblem) {
        let draft = path + ".new"
        unlink(draft)
        try write(draft, text)
        guard rename(draft, path) == 0 else { throw failure(path) }
        try syncFolder(of: path)
    }

    private static func read(_ path: String, isPrivate: Bool) throws(FileProblem) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path) : failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .failed(path, reason: "it is a directory") }
        guard !isPrivate || status.st_mode & 0o077 == 0 else { throw .readableByOthers(path) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= SettingsLoader.fileBytesMax {
            let count = systemRead(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else {
                guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(path) }
                return text
            }
            bytes += piece[..<count]
        }
        throw .tooLarge(path, SettingsLoader.fileBytesMax)
    }

    private static func write(_ path: String, _ text: String) throws(FileProblem) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : failure(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let failure = failure(path)
                unlink(path)
                throw failure
            }
            written += count
        }
        // The umask may have taken bits away; it must not have left any to others.
        guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
            let failure = failure(path)
            unlink(path)
            throw failure
        }
    }

    private static func syncFolder(of path: String) throws(FileProblem) {
        let descriptor = open(PathText.folder(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> FileProblem {
        let reason =
            switch errno {
            case ENOENT: "its folder does not exist: make it first"
            case EACCES, EPERM: "permission denied: check its owner and mode"
            case ENOSPC, EDQUOT: "the disk is full: free space"
            case EROFS: "the disk is mounted read-only"
            default: String(cString: strerror(errno))
            }
        return .failed(path, reason: reason)
    }
}

/// The calls whose names the enum's own functions hide.
private let systemRead = read
private let systemWrite = write
