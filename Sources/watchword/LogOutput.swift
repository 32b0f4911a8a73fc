import Foundation
import Logging
import Settings
import World

enum LogOutput {
    /// The program's one logger. Everything goes to standard error.
    static func logger(_ settings: Settings, world: any World) -> Logger {
        let level = settings.logLevel
        LoggingSystem.bootstrap { label in
            switch settings.logFormat {
            case .text:
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            case .json: return JSONLogHandler(label: label, world: world, logLevel: level)
            }
        }
        return Logger(label: "watchword")
    }
}

/// One JSON object a line.
struct JSONLogHandler: LogHandler {
    let label: String
    let world: any World
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, world: any World, logLevel: Logger.Level) {
        (self.label, self.world, self.logLevel) = (label, world, logLevel)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        var line = "{\"time\":\"\(world.now.rfc3339)\",\"level\":\"\(event.level)\",\"logger\":\(Self.quoted(label))"
        line += ",\"message\":\(Self.quoted("\(event.message)"))"
        if let error = event.error { line += ",\"error\":\(Self.quoted("\(error)"))" }
        for key in fields.keys.sorted() { line += ",\(Self.quoted(key)):\(Self.quoted("\(fields[key] ?? "")"))" }
        Output.write(line + "}", to: FileHandle.standardError.fileDescriptor)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
