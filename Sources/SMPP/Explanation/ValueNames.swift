/// The names of one octet's values.
package struct ValueNames: Sendable {
    private let names: [(UInt8, String)]
    private let others: String

    /// `others` says what a value without a name is.
    init(_ names: [(UInt8, String)], others: String = "reserved") { (self.names, self.others) = (names, others) }

    /// `nil` for a value without a name.
    func name(_ value: UInt8) -> String? { names.first { $0.0 == value }?.1 }

    /// The value and its name: `5, alphanumeric`.
    func words(_ value: UInt8) -> String { "\(value), \(name(value) ?? others)" }
}

/// Of fields. Source: SMPP 3.4 §5.2.5–6, §5.2.19, §5.2.25; SMPP 5.0 Tables 4-46, 4-50.
extension ValueNames {
    static let typesOfNumber = ValueNames([
        (0, "unknown"), (1, "international"), (2, "national"), (3, "network specific"), (4, "subscriber number"),
        (5, "alphanumeric"), (6, "abbreviated"),
    ])
    static let numberingPlans = ValueNames([
        (0, "unknown"), (1, "ISDN (E.164)"), (3, "data (X.121)"), (4, "telex"), (6, "land mobile (E.212)"),
        (8, "national"), (9, "private"), (10, "ERMES"), (14, "Internet"), (18, "WAP"),
    ])
    static let dataCodings = ValueNames([
        (0, "SMSC default alphabet"), (1, "IA5"), (2, "8-bit"), (3, "Latin-1"), (4, "8-bit"), (5, "JIS"),
        (6, "Cyrillic"), (7, "Latin/Hebrew"), (8, "UCS-2"), (9, "pictogram"), (10, "ISO-2022-JP"),
        (13, "extended Kanji"), (14, "KS C 5601"),
    ])
    static let destinationFlags = ValueNames([(1, "SME address"), (2, "distribution list")])
    static let messageStates = ValueNames([
        (0, "scheduled"), (1, "enroute"), (2, "delivered"), (3, "expired"), (4, "deleted"), (5, "undeliverable"),
        (6, "accepted"), (7, "unknown"), (8, "rejected"), (9, "skipped"),
    ])
    /// What 1–3 mean is each network's. Source: SMPP 3.4 §5.2.14.
    static let priorities = ValueNames([
        (0, "lowest or normal"), (1, "interactive or priority"), (2, "urgent"), (3, "emergency or very urgent"),
        (4, "background (cell broadcast)"),
    ])
    static let replaceFlags = ValueNames([(0, "do not replace"), (1, "replace")])
}

/// Of optional parameters. Source: SMPP 3.4 §5.3.2, SMPP 5.0 §4.8.4.
extension ValueNames {
    static let addressSubunits = ValueNames([
        (0, "unknown"), (1, "display"), (2, "mobile equipment"), (3, "smart card 1"), (4, "external unit 1"),
    ])
    static let networkTypes = ValueNames([
        (0, "unknown"), (1, "GSM"), (2, "ANSI-136/TDMA"), (3, "IS-95/CDMA"), (4, "PDC"), (5, "PHS"), (6, "iDEN"),
        (7, "AMPS"), (8, "paging network"),
    ])
    static let bearerTypes = ValueNames([
        (0, "unknown"), (1, "SMS"), (2, "circuit switched data"), (3, "packet data"), (4, "USSD"), (5, "CDPD"),
        (6, "DataTAC"), (7, "FLEX/ReFLEX"), (8, "cell broadcast"),
    ])
    static let payloadTypes = ValueNames([(0, "WDP message"), (1, "WCMP message")])
    static let privacyLevels = ValueNames([
        (0, "not restricted"), (1, "restricted"), (2, "confidential"), (3, "secret"),
    ])
    static let languages = ValueNames([
        (0, "unspecified"), (1, "English"), (2, "French"), (3, "Spanish"), (4, "German"), (5, "Portuguese"),
    ])
    static let displayTimes = ValueNames([(0, "temporary"), (1, "default"), (2, "invoke")])
    static let dpfResults = ValueNames([
        (0, "delivery pending flag not set"), (1, "delivery pending flag set"),
    ])
    static let dpfRequests = ValueNames([
        (0, "delivery pending flag not asked for"), (1, "delivery pending flag asked for"),
    ])
    static let availabilities = ValueNames([(0, "available"), (1, "denied"), (2, "unavailable")])
    static let deliveryFailures = ValueNames([
        (0, "destination unavailable"), (1, "destination address invalid"), (2, "permanent network error"),
        (3, "temporary network error"),
    ])
    static let moreMessages = ValueNames([(0, "no more messages"), (1, "more messages follow")])
    static let replyTypes = ValueNames([
        (0, "digit"), (1, "number"), (2, "telephone number"), (3, "password"), (4, "character line"), (5, "menu"),
        (6, "date"), (7, "time"), (8, "continue"),
    ])
    static let ussdOperations = ValueNames([
        (0, "PSSD indication"), (1, "PSSR indication"), (2, "USSR request"), (3, "USSN request"),
        (16, "PSSD response"), (17, "PSSR response"), (18, "USSR confirm"), (19, "USSN confirm"),
    ])
    static let broadcastChannels = ValueNames([(0, "basic channel"), (1, "extended channel")])
    static let broadcastClasses = ValueNames([
        (0, "no class"), (1, "class 1, user defined"), (2, "class 2, user defined"), (3, "class 3, terminal"),
    ])
    static let portabilityQueries = ValueNames([
        (0, "not asked"), (1, "asked, not ported"), (2, "asked, ported"),
    ])
    static let waitingKinds = ValueNames([(0, "voicemail"), (1, "fax"), (2, "e-mail"), (3, "other")])
    static let subaddressKinds = ValueNames([(0x80, "NSAP even"), (0x88, "NSAP odd"), (0xA0, "user specified")])
    static let presentations = ValueNames([(0, "presentation allowed"), (1, "restricted"), (2, "not available")])
    static let screenings = ValueNames([
        (0, "user provided, not screened"), (1, "verified and passed"), (2, "verified and failed"),
        (3, "network provided"),
    ])
    static let alerts = ValueNames([
        (0, "default alert"), (1, "low priority"), (2, "medium priority"), (3, "high priority"),
    ])
    static let validityBehaviours = ValueNames([
        (0, "store indefinitely"), (1, "until power down"), (2, "until the registration area changes"),
        (3, "display only"), (4, "for a time"),
    ])
    static let validityUnits = ValueNames([
        (0, "seconds"), (1, "minutes"), (2, "hours"), (3, "days"), (4, "weeks"), (5, "months"), (6, "years"),
    ])
    static let broadcastUnits = ValueNames([
        (0, "as often as possible"), (8, "seconds"), (9, "minutes"), (10, "hours"), (11, "days"), (12, "weeks"),
        (13, "months"), (14, "years"),
    ])
    static let broadcastAreas = ValueNames([(0, "alias"), (1, "ellipsoid arc"), (2, "polygon")])
    static let contentNetworks = ValueNames([(0, "generic"), (1, "GSM"), (2, "TDMA"), (3, "CDMA")])
    /// 4 and above are from SMPP 5.0 §4.8.4.42.
    static let errorNetworks = ValueNames([
        (1, "ANSI-136 access denied"), (2, "IS-95 access denied"), (3, "GSM"), (4, "ANSI-136 cause"),
        (5, "IS-95 cause"), (6, "ANSI-41 error"), (7, "SMPP error"), (8, "message centre's own"),
    ])
    /// What GSM networks report, as MAP numbers it. Source: 3GPP TS 29.002 §17.6.6.
    static let mapErrors = ValueNames([
        (1, "unknown subscriber"), (5, "unidentified subscriber"), (6, "absent subscriber SM"),
        (9, "illegal subscriber"), (11, "teleservice not provisioned"), (12, "illegal equipment"),
        (13, "call barred"), (21, "facility not supported"), (27, "absent subscriber"),
        (31, "subscriber busy for MT SMS"), (32, "SM delivery failure"), (33, "message waiting list full"),
        (34, "system failure"), (35, "data missing"), (36, "unexpected data value"), (51, "resource limitation"),
    ])
}
