/// One field of a carrier, in the file or behind `?` in `WATCHWORD_CARRIERS`.
package struct CarrierField: Sendable {
    package var name: String
    package var form: ValueForm
    package var standard: String?
    package var meaning: String
    package var isSecret = false

    package static let all: [CarrierField] = reaching + binding + receiving + writing
}

extension CarrierField {
    private static let reaching: [CarrierField] = [
        CarrierField(
            name: "name", form: .text(1...32), standard: nil, meaning: "What logs, routes and pages call it; unique."),
        CarrierField(name: "host", form: .host, standard: nil, meaning: "The SMSC's host name or address."),
        CarrierField(name: "port", form: .port(1...65_535), standard: "2775", meaning: "The SMSC's port."),
        CarrierField(name: "system_id", form: .text(1...15), standard: nil, meaning: "The account at the carrier."),
        CarrierField(
            name: "password", form: .text(0...8), standard: "", meaning: "Its password, at most 8 characters.",
            isSecret: true),
        CarrierField(
            name: "password_file", form: .path, standard: nil, meaning: "A file with the password, instead of it."),
        CarrierField(
            name: "system_type", form: .text(0...12), standard: "",
            meaning: "What the carrier asks for, mostly nothing."),
        CarrierField(
            name: "priority", form: .integer(0...1000), standard: "100", meaning: "Lower goes first."),
        CarrierField(
            name: "prefixes", form: .prefixes, standard: nil,
            meaning: "International prefixes it reaches, without +; everything when not said."),
        CarrierField(
            name: "sender", form: .sender, standard: nil, meaning: "The sender to use on it instead of the message's."),
    ]

    private static let binding: [CarrierField] = [
        CarrierField(
            name: "bind", form: .choice(CarrierSettings.Bind.allCases.map(\.rawValue)), standard: "transceiver",
            meaning: "The kind of bind; transmitter_receiver makes one of each."),
        CarrierField(
            name: "binds", form: .integer(1...16), standard: "1", meaning: "How many binds, or pairs, at once."),
        CarrierField(
            name: "interface_version", form: .choice(["3.3", "3.4", "5.0"]), standard: "3.4",
            meaning: "The version of SMPP that is said; 3.3 is sent no optional parameters."),
        CarrierField(
            name: "address_range", form: .text(0...40), standard: "",
            meaning: "Which destinations are to be delivered here, as the carrier writes it."),
        CarrierField(
            name: "window", form: .integer(1...1000), standard: "100",
            meaning: "Submissions without answer at once, on each bind; adapts below it."),
        CarrierField(
            name: "rate_per_second", form: .integer(1...100_000), standard: nil,
            meaning: "Segments a second at most; unlimited when not said."),
        CarrierField(
            name: "enquire_link_seconds", form: .integer(1...3600), standard: "30",
            meaning: "Silence before the peer is asked whether it lives."),
        CarrierField(name: "tls", form: .choice(["on", "off"]), standard: "off", meaning: "SMPP over TLS."),
        CarrierField(
            name: "tls_ca_file", form: .path, standard: nil,
            meaning: "PEM certificates of whom to trust; the system's when not said."),
        CarrierField(
            name: "tls_certificate_file", form: .path, standard: nil,
            meaning: "This side's certificate and its chain, PEM, for carriers that ask for one."),
        CarrierField(name: "tls_key_file", form: .path, standard: nil, meaning: "The key of the certificate, PEM."),
        CarrierField(
            name: "tls_server_name", form: .host, standard: nil,
            meaning: "The name its certificate must hold; the host when not said."),
        CarrierField(
            name: "tls_verify", form: .choice(["on", "off"]), standard: "on",
            meaning: "Off lets anybody on the way read and change everything: for tests."),
    ]

    private static let receiving: [CarrierField] = [
        CarrierField(
            name: "message_id_form", form: .choice(["learn", "same", "hex_in_response", "dec_in_response"]),
            standard: "learn", meaning: "How receipts write message IDs, seen from the responses."),
        CarrierField(
            name: "receipt_key", form: .choice(["message_id", "user_message_reference"]), standard: "message_id",
            meaning: "What receipts name messages by; the reference where message IDs are all alike (OsmoMSC)."),
        CarrierField(
            name: "statuses", form: .statuses, standard: nil, meaning: "What the carrier's own status codes mean."),
    ]

    private static let writing: [CarrierField] = [
        CarrierField(
            name: "default_alphabet", form: .choice(["gsm", "latin1", "ascii", "ucs2"]), standard: "gsm",
            meaning: "What data_coding 0 means to it; with ucs2 it is never used."),
        CarrierField(
            name: "delivery_mode", form: .choice(["default", "store_and_forward", "transaction", "datagram"]),
            standard: "default", meaning: "The messaging mode in esm_class."),
        CarrierField(
            name: "segmentation", form: .choice(["udh8", "udh16", "sar", "payload"]), standard: "udh8",
            meaning: "How long texts are written: header with 8 or 16 bit reference, sar_* or message_payload."),
        CarrierField(
            name: "short_code_ton", form: .integer(0...255), standard: "3",
            meaning: "Type of number of senders of up to 6 digits."),
        CarrierField(name: "short_code_npi", form: .integer(0...255), standard: "0", meaning: "Their numbering plan."),
        CarrierField(
            name: "number_ton", form: .integer(0...255), standard: "1", meaning: "Type of number of longer ones."),
        CarrierField(name: "number_npi", form: .integer(0...255), standard: "1", meaning: "Their numbering plan."),
        CarrierField(
            name: "name_ton", form: .integer(0...255), standard: "5",
            meaning: "Type of number of senders with letters."),
        CarrierField(name: "name_npi", form: .integer(0...255), standard: "0", meaning: "Their numbering plan."),
        CarrierField(
            name: "tlvs", form: .tlvs, standard: nil, meaning: "Optional parameters added to every submit_sm, in order."
        ),
    ]
}
