/// What a carrier has counted since its start.
package struct CarrierStatistics: Sendable, Hashable {
    /// `submit_sm` seen, whatever became of them.
    package var submits = 0
    package var accepted = 0
    package var throttled = 0
    package var queueFull = 0
    /// Refused for another reason.
    package var refused = 0
    /// Brought to a handset; segments count one by one.
    package var delivered = 0
    /// Accepted and made to vanish.
    package var lost = 0
    package var failed = 0
    package var expired = 0
    package var responsesLost = 0
    /// Receipts that the ESME took.
    package var receipts = 0
    /// Receipts given up: refused for good, too old, or one too many.
    package var receiptsDropped = 0
    /// Segments from handsets that the ESME took.
    package var fromHandsets = 0
    /// Segments from handsets given up: refused for good, too old, or one too many.
    package var fromHandsetsDropped = 0
    /// Accepted and not yet at their end.
    package var queued = 0
    /// Receipts and segments from handsets that wait for a bind.
    package var receiptsWaiting = 0
    package var binds = 0

    package init() {}
}
