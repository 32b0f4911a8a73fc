import World

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system's books say of a process; Linux only.
struct BenchProcessUsage {
    var cpu: Duration
    var residentBytes: Int

    /// `nil` when there is no such process, or no `/proc`. Source: proc_pid_stat(5).
    init?(pid: Int32) {
        guard let text = BenchMachine.text(of: "/proc/\(pid)/stat"), let name = text.lastIndex(of: ")") else {
            return nil
        }
        // From field 3 on: the second, the name, may hold anything.
        let fields = text[name...].dropFirst(2).split(separator: " ")
        guard fields.count > 21, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let pages = Int(fields[21])
        else { return nil }
        let ticks = Int64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        cpu = .microseconds((user + system) * 1_000_000 / ticks)
        residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// What the figures were measured on.
enum BenchMachine {
    static var line: String {
        let information = text(of: "/proc/cpuinfo") ?? ""
        let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").dropFirst().joined().trimmed
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        return "\(cores) × \(model ?? "unknown processor")"
    }

    /// A small file, such as those of `/proc`, which say nothing of their size.
    static func text(of path: String) -> String? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < 1 << 20 {
            let count = read(file, &part, part.count)
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension String {
    fileprivate var trimmed: String { self[...].trimmed }
}
