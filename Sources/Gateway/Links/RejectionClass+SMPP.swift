import Delivery
import SMPP

extension RejectionClass {
    /// What a command_status means for the message. Classes: TELECOM notes §1.4; Kannel 1.4.5 retries exactly
    /// RMSGQFUL, RTHROTTLED, RX_T_APPN and RSYSERR.
    init(_ status: CommandStatus) {
        self =
            switch status.disposition {
            case .throttle: .throttled
            case .temporary, .session: .temporary
            case .destinationPermanent, .messagePermanent: .destination
            case .accepted, .failover, .sender, .encoding, .configuration, .protocolFault: .route
            }
    }
}
