import Foundation
import SMPP
import Testing

/// A golden vector: octets, the fields they hold, and where both come from.
struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    /// Who wrote the octets, by which section of which text.
    let source: String
    let octets: [UInt8]
    /// `name = value` in order.
    let fields: [String]
    /// The explanation's words for each field of the body, in order.
    let says: [String]
    /// Whether encoding gives the same octets; not so where a peer's way is accepted that is not ours.
    let encodes: Bool

    var testDescription: String { name }

    static let all: [Vector] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.sorted().compactMap { name in
            (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map { Vector(name, $0) }
        }
    }()

    static func octets(_ name: String) -> [UInt8] { all.first { $0.name == name }?.octets ?? [] }

    private init(_ file: String, _ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        name = String(file.dropLast(4))
        encodes = !lines.contains("encodes: no")
        octets = Hex.octets(lines.filter { $0.hasPrefix("hex: ") }.map { $0.dropFirst(5) }.joined()) ?? []
        source = lines.first { $0.hasPrefix("source: ") } ?? ""
        says = lines.filter { $0.hasPrefix("says: ") }.map { String($0.dropFirst(6)) }
        fields = lines.filter { !$0.hasPrefix("says: ") && !$0.hasPrefix("source: ") }.filter {
            $0.contains(" = ") || $0.hasSuffix(" =")
        }.map { $0.hasSuffix(" =") ? $0 + " " : $0 }
    }
}

extension PDU {
    /// The typed fields as the vectors write them.
    var written: [String] {
        var lines = ["command_id = \(commandID)"]
        if !commandStatus.isOK { lines.append("command_status = \(commandStatus)") }
        lines.append("sequence_number = \(sequenceNumber)")
        switch body {
        case .bindRequest(let bind):
            lines += ["system_id = \(bind.systemID)", "password = \(bind.password)"]
            lines += ["system_type = \(bind.systemType)", "interface_version = \(bind.interfaceVersion)"]
            lines += ["addr_ton = \(bind.ton.rawValue)", "addr_npi = \(bind.npi.rawValue)"]
            lines += ["address_range = \(bind.addressRange)"] + bind.tlvs.written
        case .bindResponse(let response): lines += ["system_id = \(response.systemID)"] + response.tlvs.written
        case .outbind(let outbind):
            lines += ["system_id = \(outbind.systemID)", "password = \(outbind.password)"]
            lines += outbind.tlvs.written
        case .submitSM(let message), .deliverSM(let message): lines += message.written
        case .submitSMResponse(let response), .deliverSMResponse(let response), .dataSMResponse(let response),
            .broadcastSMResponse(let response), .queryBroadcastSMResponse(let response):
            lines += ["message_id = \(response.messageID)"] + response.tlvs.written
        case .dataSM(let data):
            lines += ["service_type = \(data.serviceType)"] + line("source_addr", data.source)
            lines += line("destination_addr", data.destination) + ["esm_class = \(data.esmClass.rawValue)"]
            lines += ["registered_delivery = \(data.registeredDelivery.rawValue)", "data_coding = \(data.dataCoding)"]
            lines += data.tlvs.written
        case .querySM(let query):
            lines += ["message_id = \(query.messageID)"] + line("source_addr", query.source) + query.tlvs.written
        case .querySMResponse(let response):
            lines += ["message_id = \(response.messageID)", "final_date = \(response.finalDate)"]
            lines += ["message_state = \(response.messageState)", "error_code = \(response.errorCode)"]
            lines += response.tlvs.written
        case .cancelSM(let cancel):
            lines += ["service_type = \(cancel.serviceType)", "message_id = \(cancel.messageID)"]
            lines += line("source_addr", cancel.source) + line("destination_addr", cancel.destination)
            lines += cancel.tlvs.written
        case .replaceSM(let replace):
            lines += ["message_id = \(replace.messageID)"] + line("source_addr", replace.source)
            lines += ["schedule_delivery_time = \(replace.scheduleDeliveryTime)"]
            lines += ["validity_period = \(replace.validityPeriod)"]
            lines += ["registered_delivery = \(replace.registeredDelivery.rawValue)"]
            lines += ["sm_default_msg_id = \(replace.defaultMessageID)"]
            lines += ["short_message = \(Hex.text(replace.shortMessage))"] + replace.tlvs.written
        case .alertNotification(let alert):
            lines += line("source_addr", alert.source) + line("esme_addr", alert.esme) + alert.tlvs.written
        case .submitMulti(let multi): lines += multi.written
        case .submitMultiResponse(let response):
            lines.append("message_id = \(response.messageID)")
            for refused in response.unsuccessful {
                lines += line("unsuccess_sme", refused.address) + ["error_status_code = \(refused.status)"]
            }
            lines += response.tlvs.written
        case .broadcastSM(let broadcast):
            lines += ["service_type = \(broadcast.serviceType)"] + line("source_addr", broadcast.source)
            lines += ["message_id = \(broadcast.messageID)", "priority_flag = \(broadcast.priorityFlag)"]
            lines += ["schedule_delivery_time = \(broadcast.scheduleDeliveryTime)"]
            lines += ["validity_period = \(broadcast.validityPeriod)"]
            lines += ["replace_if_present_flag = \(broadcast.replaceIfPresent)"]
            lines += ["data_coding = \(broadcast.dataCoding)", "sm_default_msg_id = \(broadcast.defaultMessageID)"]
            lines += broadcast.tlvs.written
        case .queryBroadcastSM(let query):
            lines += ["message_id = \(query.messageID)"] + line("source_addr", query.source) + query.tlvs.written
        case .cancelBroadcastSM(let cancel):
            lines += ["service_type = \(cancel.serviceType)", "message_id = \(cancel.messageID)"]
            lines += line("source_addr", cancel.source) + cancel.tlvs.written
        case .cancelSMResponse(let response), .replaceSMResponse(let response),
            .cancelBroadcastSMResponse(let response), .enquireLinkResponse(let response),
            .unbindResponse(let response):
            lines += response.tlvs.written
        case .enquireLink, .unbind, .genericNack:
            break
        }
        return lines
    }
}

private func line(_ name: String, _ address: Address) -> [String] {
    ["\(name) = \(address.ton.rawValue)/\(address.npi.rawValue) \(address.digits)"]
}

extension SubmitMulti {
    fileprivate var written: [String] {
        ["service_type = \(message.serviceType)"] + line("source_addr", message.source)
            + destinations.flatMap {
                switch $0 {
                case .address(let address): line("destination_addr", address)
                case .distributionList(let name): ["dl_name = \(name)"]
                }
            } + message.writtenAfterDestination
    }
}

extension ShortMessage {
    fileprivate var written: [String] {
        ["service_type = \(serviceType)"] + line("source_addr", source) + line("destination_addr", destination)
            + writtenAfterDestination
    }

    fileprivate var writtenAfterDestination: [String] {
        var lines: [String] = []
        lines += ["esm_class = \(esmClass.rawValue)", "protocol_id = \(protocolID)", "priority_flag = \(priorityFlag)"]
        lines += ["schedule_delivery_time = \(scheduleDeliveryTime)", "validity_period = \(validityPeriod)"]
        lines += ["registered_delivery = \(registeredDelivery.rawValue)"]
        lines += ["replace_if_present_flag = \(replaceIfPresent)", "data_coding = \(dataCoding)"]
        lines += ["sm_default_msg_id = \(defaultMessageID)", "short_message = \(Hex.text(shortMessage))"]
        return lines + tlvs.written
    }
}

extension [TLV] {
    fileprivate var written: [String] { map { "\($0.tag.name) = \(Hex.text($0.value))" } }
}
