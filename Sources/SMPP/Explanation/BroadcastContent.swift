/// The services a broadcast may belong to. Source: SMPP 5.0 §4.8.4.8.
enum BroadcastContent {
    /// `nil` for a value without a name.
    static func name(_ service: UInt16) -> String? { names.first { $0.0 == service }?.1 }

    private static let names: [(UInt16, String)] = [
        (0x0000, "index"), (0x0001, "emergency broadcasts"), (0x0002, "IRDB download"),
        (0x0010, "news flashes"), (0x0011, "local news"), (0x0012, "regional news"), (0x0013, "national news"),
        (0x0014, "international news"), (0x0015, "local financial news"), (0x0016, "regional financial news"),
        (0x0017, "national financial news"), (0x0018, "international financial news"), (0x0019, "local sports"),
        (0x001A, "regional sports"), (0x001B, "national sports"), (0x001C, "international sports"),
        (0x001D, "local entertainment"), (0x001E, "regional entertainment"), (0x001F, "national entertainment"),
        (0x0020, "international entertainment"), (0x0021, "medical"), (0x0022, "doctors"), (0x0023, "pharmacies"),
        (0x0030, "local traffic"), (0x0031, "long distance traffic"), (0x0032, "taxis"), (0x0033, "weather"),
        (0x0034, "local airport flights"), (0x0035, "restaurants"), (0x0036, "lodgings"),
        (0x0037, "retail directory"), (0x0038, "advertisements"), (0x0039, "stock quotes"),
        (0x0040, "employment"), (0x0041, "technology news"), (0x0070, "base station information"),
        (0x0071, "network information"), (0x0080, "operator services"), (0x0081, "national directory"),
        (0x0082, "international directory"), (0x0083, "national customer care"),
        (0x0084, "international customer care"), (0x0085, "local date, time and zone"),
        (0x0100, "multi-category services"),
    ]
}
