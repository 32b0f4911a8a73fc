package import Delivery
import Verification
package import World

extension Message: StoredRecord {
    /// 2 adds the origin; all that version 1 kept came from the API.
    package static var layoutVersion: UInt8 { 2 }

    /// As stores keep it: one that is being submitted would be queued again after a crash, so it is kept as queued.
    package var asStored: Message {
        guard state == .submitting else { return self }
        var stored = self
        stored.state = .queued(notBefore: createdAt)
        return stored
    }

    /// When it ended; `nil` before.
    package var endedAt: Timestamp? {
        switch state {
        case .queued, .submitting, .submitted: nil
        case .delivered(let moment), .failed(_, let moment): moment
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.append(id)
        writer.append(account)
        writer.append(service) { $0.append($1) }
        writer.append(verification) { $0.append($1) }
        writer.append(recipient)
        writer.append(masked)
        writer.append(sender)
        writer.append(body) { $0.append($1) }
        writer.append(createdAt)
        writer.append(deadline)
        writer.append(asStored.state)
        writer.append(each: attempts) { $0.append($1) }
        writer.append(each: timeline.entries) { $0.append($1) }
        writer.append(version)
        writer.append(origin)
    }

    package init(from reader: inout RecordReader) throws(RecordDamage) {
        self.init(
            id: try reader.identifier(), account: try reader.identifier(),
            service: try reader.optional { reader throws(RecordDamage) in try reader.identifier() },
            verification: try reader.optional { reader throws(RecordDamage) in try reader.identifier() },
            recipient: try reader.recipientDigest(), masked: try reader.string(), sender: try reader.string(),
            body: try reader.optional { reader throws(RecordDamage) in try reader.sealedBytes() },
            createdAt: try reader.timestamp(), deadline: try reader.timestamp())
        state = try reader.messageState()
        attempts = try reader.array { reader throws(RecordDamage) in try reader.attempt() }
        let entries = try reader.array { reader throws(RecordDamage) in try reader.timelineEntry() }
        guard entries.count <= Timeline.entriesMax else { throw .impossibleValue }
        timeline = Timeline(entries)
        version = try reader.int()
        if reader.version >= 2 { origin = try reader.messageOrigin() }
    }
}

extension RecordWriter {
    fileprivate mutating func append(_ state: Message.State) {
        switch state {
        case .queued(let notBefore):
            append(byte: 0)
            append(notBefore)
        case .submitting: preconditionFailure("a message being submitted is stored as queued")
        case .submitted: append(byte: 2)
        case .delivered(let moment):
            append(byte: 3)
            append(moment)
        case .failed(let failure, let moment):
            append(byte: 4)
            append(byte: failure.rawValue)
            append(moment)
        }
    }

    fileprivate mutating func append(_ attempt: Message.Attempt) {
        append(attempt.link)
        append(attempt.at)
        append(byte: attempt.outcome.storedByte)
        append(each: attempt.carrierIDs) { $0.append($1) }
        append(each: attempt.segmentsDelivered) { $0.append($1) }
    }

    fileprivate mutating func append(_ entry: Timeline.Entry) {
        append(byte: entry.hop.rawValue)
        append(entry.at)
        append(entry.attempt)
        append(entry.detail)
    }
}

extension RecordReader {
    fileprivate mutating func messageState() throws(RecordDamage) -> Message.State {
        switch try byte() {
        case 0: return .queued(notBefore: try timestamp())
        case 2: return .submitted
        case 3: return .delivered(at: try timestamp())
        case 4: return .failed(try raw(), at: try timestamp())
        default: throw .impossibleValue
        }
    }

    fileprivate mutating func attempt() throws(RecordDamage) -> Message.Attempt {
        var attempt = Message.Attempt(link: try string(), at: try timestamp())
        guard let outcome = Message.Attempt.Outcome(storedByte: try byte()) else { throw .impossibleValue }
        attempt.outcome = outcome
        attempt.carrierIDs = try array { reader throws(RecordDamage) in try reader.string() }
        attempt.segmentsDelivered = try array { reader throws(RecordDamage) in try reader.bool() }
        return attempt
    }

    fileprivate mutating func timelineEntry() throws(RecordDamage) -> Timeline.Entry {
        let hop: Timeline.Hop = try raw()
        return Timeline.Entry(hop, at: try timestamp(), attempt: try int(), detail: try string())
    }
}

extension Message.Attempt.Outcome {
    /// Fixed for ever, whatever the cases are called.
    fileprivate var storedByte: UInt8 {
        switch self {
        case .inFlight: 1
        case .acknowledged: 2
        case .rejected: 3
        case .ambiguous: 4
        case .delivered: 5
        case .undelivered: 6
        }
    }

    fileprivate init?(storedByte: UInt8) {
        switch storedByte {
        case 1: self = .inFlight
        case 2: self = .acknowledged
        case 3: self = .rejected
        case 4: self = .ambiguous
        case 5: self = .delivered
        case 6: self = .undelivered
        default: return nil
        }
    }
}
