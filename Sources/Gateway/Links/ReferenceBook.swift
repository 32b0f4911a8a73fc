import Delivery
import World

/// Gives each submit to one phone a user_message_reference that no other live one to it has.
///
/// Eight bits only: OsmoMSC 1.9.0 returns the reference truncated to them.
struct ReferenceBook: Sendable {
    /// Phones with live references at once; past it messages wait.
    let phonesMax: Int

    private struct Phone {
        var last: UInt8
        /// By reference.
        var live: [UInt8: Timestamp] = [:]
    }

    private var phones: [NumberTail: Phone] = [:]
    private var ends = DueQueue<(phone: NumberTail, reference: UInt8)>()

    init(phonesMax: Int = 100_000) { self.phonesMax = phonesMax }

    /// A reference that lives until `end`; `nil` when all 256 of the phone are live, or too many phones have some.
    ///
    /// `first` is where a phone's references begin: drawn anew after a start, for those given before it are not known.
    mutating func take(_ phone: NumberTail, until end: Timestamp, first: UInt8, now: Timestamp) -> UInt8? {
        while let over = ends.popDue(now: now) { drop(over.phone, over.reference, now: now) }
        var entry = phones[phone] ?? Phone(last: first)
        guard phones[phone] != nil || phones.count < phonesMax, entry.live.count <= Int(UInt8.max) else {
            return nil
        }
        repeat { entry.last &+= 1 } while entry.live[entry.last] != nil
        entry.live[entry.last] = end
        phones[phone] = entry
        ends.add((phone, entry.last), at: end)
        return entry.last
    }

    /// The submit with the reference was refused or never written: no receipt will name it.
    mutating func giveBack(_ reference: UInt8, of phone: NumberTail) {
        phones[phone]?.live[reference] = nil
        if phones[phone]?.live.isEmpty ?? false { phones[phone] = nil }
    }

    private mutating func drop(_ phone: NumberTail, _ reference: UInt8, now: Timestamp) {
        guard let end = phones[phone]?.live[reference], end <= now else { return }
        phones[phone]?.live[reference] = nil
        if phones[phone]?.live.isEmpty ?? false { phones[phone] = nil }
    }
}
