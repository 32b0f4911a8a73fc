import Delivery
import Gateway
import MessageEncoding
import SMPP
import Settings

extension CarrierSettings {
    /// The settings' words as the gateway's values; the settings accept no others.
    var gatewayDialect: CarrierDialect {
        var gateway = CarrierDialect()
        gateway.receipts = ReceiptRule(
            form: MessageIDForm(rawValue: dialect.messageIDForm), key: value(dialect.receiptKey))
        gateway.defaultAlphabet = dialect.defaultAlphabet == "gsm" ? .gsm0338 : value(dialect.defaultAlphabet)
        gateway.deliveryMode = value(dialect.deliveryMode)
        gateway.segmentation = value(dialect.segmentation)
        gateway.shortCode = kind(dialect.shortCode)
        gateway.number = kind(dialect.number)
        gateway.name = kind(dialect.name)
        gateway.tlvs = dialect.tlvs
        for status in dialect.statuses { gateway.statuses[status.value] = rejection(status.meaning) }
        return gateway
    }

    private func value<Value: RawRepresentable<String>>(_ word: String) -> Value {
        guard let value = Value(rawValue: word) else {
            preconditionFailure("the settings accept only words the gateway knows")
        }
        return value
    }

    private func kind(_ kind: AddressKind) -> CarrierDialect.AddressKind {
        CarrierDialect.AddressKind(ton: .init(rawValue: kind.ton), npi: .init(rawValue: kind.npi))
    }

    private func rejection(_ meaning: String) -> RejectionClass {
        switch meaning {
        case "throttled": .throttled
        case "temporary": .temporary
        case "destination": .destination
        default: .route
        }
    }
}
