import Delivery
import World

extension RecordWriter {
    mutating func append(_ origin: MessageOrigin) {
        switch origin {
        case .api: append(byte: 0)
        case .esme(let esme):
            append(byte: 1)
            append(esme.esme)
            append(esme.namedAfter) { $0.append($1) }
            append(byte: esme.source.ton)
            append(byte: esme.source.npi)
            append(esme.source.digits)
            append(byte: esme.destinationTON)
            append(byte: esme.destinationNPI)
            append(esme.destinationPrefix)
            append(byte: esme.dataCoding)
            append(esme.serviceType)
            append(byte: esme.registeredDelivery)
            append(byte: esme.priority)
            append(esme.scheduled) { $0.append($1) }
            append(esme.isNotified)
            append(esme.isReported)
        }
    }
}

extension RecordReader {
    mutating func messageOrigin() throws(RecordDamage) -> MessageOrigin {
        switch try byte() {
        case 0: return .api
        case 1:
            var origin = ESMEOrigin(esme: try identifier())
            origin.namedAfter = try optional { reader throws(RecordDamage) in try reader.identifier() }
            origin.source = ESMEOrigin.Source(ton: try byte(), npi: try byte(), digits: try string())
            origin.destinationTON = try byte()
            origin.destinationNPI = try byte()
            origin.destinationPrefix = try string()
            origin.dataCoding = try byte()
            origin.serviceType = try string()
            origin.registeredDelivery = try byte()
            origin.priority = try byte()
            origin.scheduled = try optional { reader throws(RecordDamage) in try reader.timestamp() }
            origin.isNotified = try bool()
            origin.isReported = try bool()
            return .esme(origin)
        default: throw .impossibleValue
        }
    }
}
