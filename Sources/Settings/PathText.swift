/// Paths judged by their text alone.
enum PathText {
    /// Whether `path` lies below `directory`, `.` and `..` resolved; both relative to one folder, or both absolute.
    static func isInside(_ path: String, of directory: String) -> Bool {
        let (path, directory) = (parts(path), parts(directory))
        return path.count > directory.count && path.starts(with: directory)
    }

    /// The folder a file lies in.
    static func folder(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func parts(_ path: String) -> [Substring] {
        var parts: [Substring] = path.hasPrefix("/") ? ["/"] : []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != "..", last != "/" {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts
    }
}
