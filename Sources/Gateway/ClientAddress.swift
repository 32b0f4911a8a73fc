#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads an app user's IP address as the system does.
enum ClientAddress {
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 45 else { return false }
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }
}
