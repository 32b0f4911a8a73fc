#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the process asks of the system before it serves.
enum ProcessLimits {
    #if canImport(Glibc)
        private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let openFiles = RLIMIT_NOFILE
    #endif

    /// As many open files as the system allows: each connection is one. Broken pipes and files at their size limit
    /// become errors of the call instead of ending the process.
    static func prepare() {
        var limit = rlimit()
        if getrlimit(openFiles, &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = setrlimit(openFiles, &limit)
        }
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
