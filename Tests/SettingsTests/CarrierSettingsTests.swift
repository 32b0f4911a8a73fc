import SMPP
import Settings
import Testing

/// Every field of a carrier, in the file and behind `?` in the variable.
struct CarrierSettingsTests {
    private func load(file: String? = nil, line: String? = nil) throws(SettingsFailure) -> [CarrierSettings] {
        try SettingsLoader.load(
            path: file == nil ? nil : "w.yaml", environment: line.map { ["WATCHWORD_CARRIERS": $0] } ?? [:],
            readFile: { _ throws(FileProblem) in file ?? "" }
        ).carriers
    }

    private func problems(_ fields: String) -> [String] {
        do throws(SettingsFailure) {
            _ = try load(file: "carriers:\n  - {name: a, host: b, system_id: c, \(fields)}")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let file = """
        carriers:
          - name: alpha
            host: smsc.example
            system_id: ours
            bind: transmitter_receiver
            binds: 3
            interface_version: "5.0"
            address_range: ^467
            tls: on
            tls_ca_file: ca.pem
            tls_certificate_file: me.pem
            tls_key_file: me.key
            tls_server_name: smsc.example
            tls_verify: off
            message_id_form: dec_in_response
            receipt_key: user_message_reference
            default_alphabet: latin1
            delivery_mode: transaction
            segmentation: sar
            short_code_ton: 6
            short_code_npi: 9
            number_ton: 2
            number_npi: 8
            name_ton: 0
            name_npi: 1
            tlvs: 0x1401=text:1234567890;0x1402=hex:00ff
            statuses: 0x400=throttled;0x0401=destination
        """
    static let line =
        "alpha=smpp://ours@smsc.example?bind=transmitter_receiver&binds=3&interface_version=5.0&address_range=^467"
        + "&tls=on&tls_ca_file=ca.pem&tls_certificate_file=me.pem&tls_key_file=me.key&tls_server_name=smsc.example"
        + "&tls_verify=off&message_id_form=dec_in_response&receipt_key=user_message_reference"
        + "&default_alphabet=latin1&delivery_mode=transaction&segmentation=sar&short_code_ton=6&short_code_npi=9"
        + "&number_ton=2&number_npi=8&name_ton=0&name_npi=1&tlvs=0x1401=text:1234567890;0x1402=hex:00ff"
        + "&statuses=0x400=throttled;0x0401=destination"

    @Test func `every field is understood in the file, and the same in one line`() throws {
        let carrier = try #require(try load(file: Self.file).first)
        #expect(carrier.bind == .transmitterReceiver && carrier.binds == 3)
        #expect(carrier.interfaceVersion == 0x50 && carrier.addressRange == "^467")
        let tls = try #require(carrier.tls)
        #expect(tls.caFile == "ca.pem" && tls.certificateFile == "me.pem" && tls.privateKeyFile == "me.key")
        #expect(tls.serverName == "smsc.example" && !tls.verifiesPeer)
        let dialect = carrier.dialect
        #expect(dialect.messageIDForm == "dec_in_response" && dialect.receiptKey == "user_message_reference")
        #expect(dialect.defaultAlphabet == "latin1" && dialect.deliveryMode == "transaction")
        #expect(dialect.segmentation == "sar")
        #expect(dialect.shortCode == .init(ton: 6, npi: 9) && dialect.number == .init(ton: 2, npi: 8))
        #expect(dialect.name == .init(ton: 0, npi: 1))
        #expect(
            dialect.tlvs == [
                TLV(TLVTag(rawValue: 0x1401), cString: "1234567890"), TLV(TLVTag(rawValue: 0x1402), [0, 255]),
            ])
        #expect(dialect.statuses == [.init(0x400, "throttled"), .init(0x401, "destination")])
        #expect(try load(line: Self.line) == [carrier])
    }

    @Test func `without them the defaults are the dialect's own`() throws {
        let carrier = try #require(try load(line: "a=smpp://id@h").first)
        #expect(carrier.dialect == CarrierSettings.Dialect())
        #expect(carrier.bind == .transceiver && carrier.binds == 1 && carrier.tls == nil)
        #expect(carrier.interfaceVersion == 0x34 && carrier.addressRange == "")
    }

    @Test func `each bind has a client that is told all`() throws {
        let carrier = try #require(try load(file: Self.file).first)
        #expect(
            carrier.clients.map(\.bind.kind) == Array(repeating: [.transmitter, .receiver], count: 3).flatMap(\.self))
        #expect(carrier.clients.allSatisfy { $0.tls == carrier.tls && $0.bind.interfaceVersion == 0x50 })
        #expect(carrier.clients[1].bind.addressRange == "^467")
    }

    @Test(arguments: [
        ("transceiver", [BindKind.transceiver]), ("transmitter", [.transmitter]), ("receiver", [.receiver]),
    ])
    func `one bind of a kind is one client`(_ word: String, _ kinds: [BindKind]) throws {
        #expect(try load(line: "a=smpp://id@h?bind=\(word)").first?.clients.map(\.bind.kind) == kinds)
    }

    @Test func `what is unusual of a carrier is shown`() throws {
        let carrier = try #require(try load(file: Self.file).first)
        #expect(
            "\(carrier)" == "alpha (ours at smsc.example:2775, priority 100, TLS, 3 × transmitter_receiver, "
                + "message_id_form dec_in_response, receipt_key user_message_reference, default_alphabet latin1, "
                + "delivery_mode transaction, segmentation sar, 2 TLVs, 2 statuses)")
    }

    @Test(arguments: [
        ("tls_ca_file: x", "tls_ca_file needs tls: on"),
        ("tls: on, tls_key_file: x", "tls_certificate_file and tls_key_file go together"),
        ("tls: on, tls_certificate_file: x", "tls_certificate_file and tls_key_file go together"),
        ("interface_version: 3.3, segmentation: sar", "segmentation needs optional parameters, which SMPP 3.3 has not"),
        (
            "interface_version: 3.3, segmentation: payload",
            "segmentation needs optional parameters, which SMPP 3.3 has not"
        ),
        (
            "interface_version: 3.3, receipt_key: user_message_reference",
            "receipt_key needs optional parameters, which SMPP 3.3 has not"
        ),
        ("interface_version: 3.3, tlvs: 0x1400=hex:00", "tlvs are optional parameters, which SMPP 3.3 has not"),
    ])
    func `fields that contradict each other are named`(_ fields: String, _ problem: String) {
        #expect(problems(fields) == ["w.yaml:2: carriers[0].\(problem)"])
    }

    @Test(arguments: [
        "", "1401=hex:00", "0x1401=00", "0x1401=hex:0", "0x1401=hex:0g", "0x1401=hex:+1", "0x11401=hex:00",
        "0x=hex:00", "0x1401=text:é", "0x1401=hex:00;",
    ])
    func `optional parameters that can't be read are refused`(_ text: String) {
        #expect(
            problems("tlvs: \"\(text)\"") == [
                "w.yaml:2: carriers[0].tlvs must be up to 32 of 0xTAG=text:TEXT or 0xTAG=hex:OCTETS with ; between, "
                    + "not \"\(text)\""
            ])
    }

    @Test(arguments: ["", "400=throttled", "0x400=slow", "0x0=route", "0x400=route;0x0400=route", "0x123456789=route"])
    func `statuses that can't be read are refused`(_ text: String) {
        #expect(
            problems("statuses: \"\(text)\"") == [
                "w.yaml:2: carriers[0].statuses must be up to 32 of 0xSTATUS=MEANING with ; between, a meaning being "
                    + "one of throttled, temporary, route, destination, not \"\(text)\""
            ])
    }

    @Test(arguments: [
        (
            "a=smpp://id@h?tls=on&tls_verify=off",
            "carrier a has tls_verify off: anybody on the way can read and change its messages"
        ),
        (
            "a=smpp://id@h?bind=receiver",
            "every carrier is bound as a receiver: requests to send are answered 503 no_route"
        ),
        (
            "a=smpp://id@h?bind=receiver,b=smpp://id@h?prefixes=46",
            "every carrier is limited to prefixes: other numbers are answered 503 no_route"
        ),
    ])
    func `what is unwise of a carrier is said`(_ line: String, _ warning: String) throws {
        let settings = try SettingsLoader.load(
            environment: ["WATCHWORD_CARRIERS": line, "WATCHWORD_SECRETS_FILE": "elsewhere/secrets"])
        #expect(settings.warnings == [warning])
    }

    @Test func `a list has 32 pairs at most`() {
        func statuses(_ count: Int) -> String {
            (1...count).map { "0x4\($0 + 10)=route" }.joined(separator: ";")
        }
        #expect(problems("statuses: \(statuses(32))").isEmpty)
        #expect(problems("statuses: \(statuses(33))").count == 1)
    }
}
