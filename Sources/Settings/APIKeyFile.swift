/// The operator's API key, made at the first start when none was given.
package enum APIKeyFile {
    /// 160 random bits.
    package static func makeKey(using random: inout some RandomNumberGenerator) -> String {
        var key = "wwk_"
        for _ in 0..<5 {
            let digits = String(UInt32(truncatingIfNeeded: random.next()), radix: 16)
            key += String(repeating: "0", count: 8 - digits.count) + digits
        }
        return key
    }

    package static func create(
        _ path: String, using random: inout some RandomNumberGenerator
    ) throws(FileProblem) -> String {
        let key = makeKey(using: &random)
        try PrivateFile.create(path, text: key + "\n")
        return key
    }

    /// The key in the file; `nil` when there is no file.
    package static func load(_ path: String) throws(FileProblem) -> String? {
        do throws(FileProblem) {
            let text = try PrivateFile.privateText(path)
            let key = text.prefix { !$0.isWhitespace }
            guard ValueForm.apiKey.accepts(String(key)) else {
                throw .damaged(path, line: 1, reason: "the key must be \(ValueForm.apiKey.allowed)")
            }
            return String(key)
        } catch .missing {
            return nil
        }
    }
}
