/// The protocol's version as a bind's `interface_version` says it. Source: SMPP 3.4 §5.2.4, SMPP 5.0 Table 4-49.
///
/// Any value may arrive; what lies between two versions is the older of them.
package struct SMPPVersion: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// And all before it: no optional parameters, no transceiver.
    package static let v33 = SMPPVersion(rawValue: 0x33)
    package static let v34 = SMPPVersion(rawValue: 0x34)
    package static let v50 = SMPPVersion(rawValue: 0x50)

    package static func < (one: SMPPVersion, other: SMPPVersion) -> Bool { one.rawValue < other.rawValue }

    /// May optional parameters be sent to a peer of this version? Source: SMPP 3.4 §3.3.
    package var hasTLVs: Bool { self >= .v34 }

    /// What both sides speak.
    package func agreed(with peer: SMPPVersion) -> SMPPVersion { min(self, peer) }
}

extension SMPPVersion: CustomStringConvertible {
    package var description: String { "SMPP \(rawValue >> 4).\(rawValue & 15)" }
}

extension CommandID {
    /// The first version that has the operation; `nil` for one SMPP does not name. Source: SMPP 3.4 §5.1.2.1,
    /// SMPP 5.0 Table 4-44.
    package var since: SMPPVersion? {
        switch self == .genericNack ? self : request {
        case .genericNack, .bindReceiver, .bindTransmitter, .querySM, .submitSM, .deliverSM, .unbind, .replaceSM,
            .cancelSM, .enquireLink, .submitMulti:
            .v33
        case .bindTransceiver, .outbind, .alertNotification, .dataSM: .v34
        case .broadcastSM, .queryBroadcastSM, .cancelBroadcastSM: .v50
        default: nil
        }
    }
}

extension TLVTag {
    /// May it be sent to a peer of `version`? Tags SMPP does not name are the vendor's affair, from 3.4 on.
    package func isKnown(to version: SMPPVersion) -> Bool {
        version.hasTLVs && (version >= .v50 || !Self.newIn50.contains(rawValue))
    }

    private static let newIn50 = TLVDefinition.table.filter { $0.since > .v34 }.map(\.tag.rawValue)
}

extension CommandStatus {
    /// The nearest status a peer of `version` knows: those of 5.0 stand in what 3.4 keeps for later versions.
    /// Source: SMPP 3.4 §5.1.3, SMPP 5.0 Table 4-45.
    package func conforming(to version: SMPPVersion) -> CommandStatus {
        guard version < .v50, (0x100...0x112).contains(rawValue) else { return self }
        switch self {
        case .serviceTypeUnauthorised, .serviceTypeUnavailable, .serviceTypeDenied: return .invalidServiceType
        case .invalidSourceAddressSubunit: return .invalidSourceAddress
        case .invalidDestinationAddressSubunit: return .invalidDestinationAddress
        default: return .unknownError
        }
    }
}

extension RegisteredDelivery {
    /// Receipts of success alone are from 5.0; before it one gets them by asking for all.
    package func conforming(to version: SMPPVersion) -> RegisteredDelivery {
        version < .v50 && rawValue & 0x03 == 3 ? RegisteredDelivery(rawValue: rawValue & ~0x02) : self
    }
}

extension MessageState {
    /// `scheduled` and `skipped` are from 5.0; before it the one is on its way and the other refused.
    package func conforming(to version: SMPPVersion) -> MessageState {
        guard version < .v50 else { return self }
        switch self {
        case .scheduled: return .enroute
        case .skipped: return .rejected
        case .enroute, .delivered, .expired, .deleted, .undeliverable, .accepted, .unknown, .rejected: return self
        }
    }
}
