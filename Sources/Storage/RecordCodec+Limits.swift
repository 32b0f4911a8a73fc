import Delivery
import World

extension Counter: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(key)
        writer.append(each: moments) { $0.append($1) }
        writer.append(expiresAt)
        writer.append(version)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            key: try reader.byteString(),
            moments: try reader.array { reader throws(RecordDamage) in try reader.timestamp() },
            expiresAt: try reader.timestamp(), version: try reader.int())
    }
}

extension StoredAnswer: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(account)
        writer.append(key)
        writer.append(requestDigest)
        writer.append(answer)
        writer.append(expiresAt)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            account: try reader.identifier(), key: try reader.string(), requestDigest: try reader.byteString(),
            answer: try reader.byteString(), expiresAt: try reader.timestamp())
    }
}

extension UnattributedReceipt: StoredRecord {
    package static var layoutVersion: UInt8 { 1 }

    package func write(to writer: inout RecordWriter) {
        writer.append(report.carrier)
        writer.append(report.carrierID)
        switch report.verdict {
        case .delivered: writer.append(byte: 1)
        case .intermediate: writer.append(byte: 2)
        case .undelivered: writer.append(byte: 3)
        }
        writer.append(report.detail)
        writer.append(report.at)
        writer.append(byte: reason.rawValue)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        let report = ReceiptCorrelation.Report(
            carrier: try reader.string(), carrierID: try reader.string(), verdict: try reader.verdict(),
            detail: try reader.string(), at: try reader.timestamp())
        self.init(report: report, reason: try reader.raw())
    }
}

extension RecordReader {
    fileprivate mutating func verdict() throws(RecordDamage) -> ReceiptVerdict {
        switch try byte() {
        case 1: return .delivered
        case 2: return .intermediate
        case 3: return .undelivered
        default: throw .impossibleValue
        }
    }
}
