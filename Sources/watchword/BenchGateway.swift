import World

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A gateway of the benchmark's own: the same binary's `serve`, in a process and a data directory of its own.
final class BenchGateway: Sendable {
    /// How long it may take to stop before it is killed.
    private static let stopTime = Duration.seconds(15)

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    let pid: Int32
    let directory: String
    private let world: any World

    /// Starts it. `parent` is where its directory is made.
    init(parent: String, environment: [String: String], world: any World) throws(Failure) {
        self.world = world
        var template = Array((parent + "/bench-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(description: "cannot make a directory in \(parent): \(String(cString: strerror(errno)))")
        }
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.directory = directory
        var variables = environment
        variables["WATCHWORD_DATA_DIR"] = directory + "/data"
        for name in ["PATH", "HOME", "TZ", "LD_LIBRARY_PATH"] {
            variables[name] = getenv(name).map { String(cString: $0) }
        }
        pid = try Self.spawn(
            ["watchword", "serve"], variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" },
            log: directory + "/log")
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String], log: String
    ) throws(Failure) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, executable, &actions, nil, &argv, &envp)
        guard status == 0 else {
            throw Failure(description: "cannot start \(executable): \(String(cString: strerror(status)))")
        }
        return pid
    }

    /// This very program.
    private static var executable: String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return CommandLine.arguments[0] }
        return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it has ended by itself. Once only `true`: the system forgets it then.
    var hasEnded: Bool { waitpid(pid, nil, WNOHANG) == pid }

    /// The last line it wrote.
    var lastWords: String {
        let log = BenchMachine.text(of: directory + "/log") ?? ""
        return log.split(separator: "\n").last.map(String.init) ?? "it said nothing"
    }

    /// Asks it to stop, waits, and takes its directory away.
    func stop() async {
        kill(pid, SIGTERM)
        let deadline = world.now + Self.stopTime
        while !hasEnded {
            if world.now >= deadline { kill(pid, SIGKILL) }
            if (try? await world.sleep(for: .milliseconds(20))) == nil { kill(pid, SIGKILL) }
        }
        remove()
    }

    private func remove() {
        guard let names = opendir(directory + "/data") else { return Self.unlinkAll(in: directory) }
        closedir(names)
        Self.unlinkAll(in: directory + "/data")
        Self.unlinkAll(in: directory)
    }

    /// Files and the directory; anything deeper was not made by a gateway and stays.
    private static func unlinkAll(in directory: String) {
        guard let stream = opendir(directory) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(directory + "/" + name) }
        }
        closedir(stream)
        rmdir(directory)
    }
}
