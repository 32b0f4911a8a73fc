package import World

/// A moment or a wait as SMPP writes it, `YYMMDDhhmmsstnnp`. Source: SMPP 3.4 §7.1.1.
///
/// Years are 2000–2099. In a relative time a month counts as 30 days and a year as 365, which the text leaves open;
/// Watchword writes none of either below 30 days.
package enum SMPPTime: Equatable, Sendable {
    case absolute(Timestamp)
    case relative(Duration)

    /// Reads sixteen characters; `nil` for anything else, the empty string included.
    package init?(_ text: some StringProtocol) {
        let octets = Array(text.utf8)
        guard octets.count == 16 else { return nil }
        var numbers: [Int] = []
        for index in stride(from: 0, to: 12, by: 2) {
            guard let tens = Self.digit(octets[index]), let ones = Self.digit(octets[index + 1]) else { return nil }
            numbers.append(tens * 10 + ones)
        }
        guard let tenths = Self.digit(octets[12]), let tens = Self.digit(octets[13]),
            let ones = Self.digit(octets[14]), numbers[3] < 24, numbers[4] < 60, numbers[5] < 60
        else { return nil }
        let quarters = tens * 10 + ones
        switch octets[15] {
        case UInt8(ascii: "R"):
            let days = numbers[0] * 365 + numbers[1] * 30 + numbers[2]
            let seconds = ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
            self = .relative(.seconds(seconds) + .milliseconds(tenths * 100))
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard (1...12).contains(numbers[1]), (1...31).contains(numbers[2]), quarters <= 48 else { return nil }
            let local = CivilTime(
                year: 2000 + numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
                second: numbers[5], millisecond: tenths * 100)
            // The 31st of June is no day.
            guard CivilTime(local.timestamp).day == numbers[2] else { return nil }
            let ahead = Duration.seconds(quarters * 900 * (octets[15] == UInt8(ascii: "+") ? 1 : -1))
            self = .absolute(local.timestamp - ahead)
        default: return nil
        }
    }

    /// The moment meant, by the clock of whoever reads it.
    package func moment(from now: Timestamp) -> Timestamp {
        switch self {
        case .absolute(let moment): moment
        case .relative(let wait): now + wait
        }
    }

    /// Sixteen characters; absolute times in UTC, both cut to tenths of a second.
    package var text: String {
        switch self {
        case .absolute(let moment): return Self.text(moment, quartersAhead: 0)
        case .relative(let wait):
            let tenths = min(max(0, wait.inMilliseconds / 100), 99 * 365 * 864_000)
            let seconds = Int(tenths / 10)
            let days = seconds / 86_400
            let months = min(days % 365 / 30, 11)
            return Self.pairs([
                days / 365, months, days % 365 - months * 30, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60,
            ]) + "\(tenths % 10)00R"
        }
    }

    /// An absolute time as the clocks show it where they are `quartersAhead` quarter hours ahead of UTC, -48 … 48.
    package static func text(_ moment: Timestamp, quartersAhead: Int) -> String {
        let quarters = min(max(quartersAhead, -48), 48)
        let civil = CivilTime(moment + .seconds(quarters * 900))
        return pairs([civil.year % 100, civil.month, civil.day, civil.hour, civil.minute, civil.second])
            + "\(civil.millisecond / 100)" + pairs([abs(quarters)]) + (quarters < 0 ? "-" : "+")
    }

    /// `validity_period` for a message worth nothing after `remaining`: whole seconds, rounded down so that nothing
    /// arrives too late, at least one.
    package static func validityPeriod(_ remaining: Duration) -> String {
        SMPPTime.relative(.seconds(max(1, remaining.inMilliseconds / 1000))).text
    }

    static func pairs(_ numbers: [Int]) -> String {
        numbers.map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    }

    static func digit(_ octet: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) ? Int(octet - UInt8(ascii: "0")) : nil
    }
}
