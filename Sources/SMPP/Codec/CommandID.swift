/// Which operation a PDU is; a response has the request's value with the top bit set. Source: SMPP 3.4 §5.1.2.1.
package struct CommandID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let genericNack = CommandID(rawValue: 0x8000_0000)
    package static let bindReceiver = CommandID(rawValue: 0x0000_0001)
    package static let bindTransmitter = CommandID(rawValue: 0x0000_0002)
    package static let querySM = CommandID(rawValue: 0x0000_0003)
    package static let submitSM = CommandID(rawValue: 0x0000_0004)
    package static let deliverSM = CommandID(rawValue: 0x0000_0005)
    package static let unbind = CommandID(rawValue: 0x0000_0006)
    package static let replaceSM = CommandID(rawValue: 0x0000_0007)
    package static let cancelSM = CommandID(rawValue: 0x0000_0008)
    package static let bindTransceiver = CommandID(rawValue: 0x0000_0009)
    package static let outbind = CommandID(rawValue: 0x0000_000B)
    package static let enquireLink = CommandID(rawValue: 0x0000_0015)
    package static let submitMulti = CommandID(rawValue: 0x0000_0021)
    package static let alertNotification = CommandID(rawValue: 0x0000_0102)
    package static let dataSM = CommandID(rawValue: 0x0000_0103)
    // The three of SMPP 5.0 Table 4-44.
    package static let broadcastSM = CommandID(rawValue: 0x0000_0111)
    package static let queryBroadcastSM = CommandID(rawValue: 0x0000_0112)
    package static let cancelBroadcastSM = CommandID(rawValue: 0x0000_0113)

    package var isResponse: Bool { rawValue & 0x8000_0000 != 0 }
    /// The identifier of the response to this request; itself for a response.
    package var response: CommandID { CommandID(rawValue: rawValue | 0x8000_0000) }
    package var request: CommandID { CommandID(rawValue: rawValue & 0x7FFF_FFFF) }

    /// The specification's name, `submit_sm_resp`, or the value in hex where it has none.
    package var name: String {
        if self == .genericNack { return "generic_nack" }
        guard let row = Self.names.first(where: { $0.0 == request }) else { return Hex.text(rawValue) }
        return isResponse ? row.1 + "_resp" : row.1
    }

    /// The requests SMPP names, and `generic_nack`.
    package static let named: [CommandID] = names.map(\.0) + [.genericNack]

    private static let names: [(CommandID, String)] = [
        (.bindReceiver, "bind_receiver"), (.bindTransmitter, "bind_transmitter"), (.querySM, "query_sm"),
        (.submitSM, "submit_sm"), (.deliverSM, "deliver_sm"), (.unbind, "unbind"), (.replaceSM, "replace_sm"),
        (.cancelSM, "cancel_sm"), (.bindTransceiver, "bind_transceiver"), (.outbind, "outbind"),
        (.enquireLink, "enquire_link"), (.submitMulti, "submit_multi"),
        (.alertNotification, "alert_notification"), (.dataSM, "data_sm"),
        (.broadcastSM, "broadcast_sm"), (.queryBroadcastSM, "query_broadcast_sm"),
        (.cancelBroadcastSM, "cancel_broadcast_sm"),
    ]
}

extension CommandID: CustomStringConvertible {
    package var description: String { name }
}
