"""The GSM default alphabet with its extension, and septets packed into octets. Source: 3GPP TS 23.038 §6."""

GSM = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
       "¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
             0x65: "€"}
ESCAPE = 0x1B


def septets(text):
    """One octet for each septet, as SMPP carries data_coding 0; raises ValueError for what the alphabet lacks."""
    found = bytearray()
    escapes = {character: value for value, character in EXTENSION.items()}
    for character in text:
        if character in escapes:
            found += bytes([ESCAPE, escapes[character]])
        else:
            found.append(GSM.index(character))
    return bytes(found)


def characters(values):
    """The text that septets stand for."""
    text, escaped = "", False
    for value in values:
        if escaped:
            text += EXTENSION.get(value, GSM[value])
            escaped = False
        elif value == ESCAPE:
            escaped = True
        else:
            text += GSM[value]
    return text


def packed(text, header=b""):
    """User data and its length in septets; the text begins at a septet boundary, TS 23.040 §9.2.3.24."""
    values, skipped = septets(text), (len(header) * 8 + 6) // 7
    bits = int.from_bytes(header, "little")
    for index, value in enumerate(values, skipped):
        bits |= value << (7 * index)
    count = skipped + len(values)
    return bits.to_bytes((7 * count + 7) // 8, "little"), count


def unpacked(octets, count, skipped=0):
    """`count` septets without the first `skipped`."""
    bits = int.from_bytes(octets, "little")
    return characters([bits >> (7 * index) & 127 for index in range(skipped, count)])
