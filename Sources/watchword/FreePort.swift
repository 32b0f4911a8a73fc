import SMPP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port for a process that has to be told one.
enum FreePort {
    /// One of 127.0.0.1 that nobody listens on at this moment; `nil` when there is none.
    static func endpoint() -> Endpoint? {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard status == 0 else { return nil }
        return Endpoint(host: "127.0.0.1", port: Int(UInt16(bigEndian: address.sin_port)))
    }
}
