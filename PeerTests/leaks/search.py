"""Looks for secrets in every byte of files, in each form they may have been written in."""

import base64

# Fewer bytes than this would be found by chance in a few megabytes.
PATTERN_BYTES_MIN = 6


def forms(digits):
    """(form, bytes) of a text of digits: as text, as numbers, and as dumps of either."""
    text = digits.encode("ascii")
    found = [
        ("ASCII", text),
        ("UTF-16LE", digits.encode("utf-16-le")),
        ("UTF-16BE", digits.encode("utf-16-be")),
        ("hexadecimal", text.hex().encode()),
        ("hexadecimal, spaced", text.hex(" ").encode()),
        ("hexadecimal, spaced, upper case", text.hex(" ").upper().encode()),
        ("list of octets", ", ".join(str(octet) for octet in text).encode()),
        ("reversed", text[::-1]),
        ("grouped 3-3", b" ".join(text[i:i + 3] for i in range(0, len(text), 3))),
        ("grouped by -", text[:len(text) // 2] + b"-" + text[len(text) // 2:]),
        ("64-bit integer, big-endian", int(digits).to_bytes(8, "big")),
        ("64-bit integer, little-endian", int(digits).to_bytes(8, "little")),
    ]
    # An integer in an SQLite record past 32 bits. Source: SQLite's database file format §2.1, serial type 5.
    if int(digits) >= 2**31:
        found.append(("48-bit integer, big-endian", int(digits).to_bytes(6, "big")))
    # Base64 of a longer text: what stays the same for each of the three places the digits may begin at.
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + text)
        first, last = -(-offset * 4 // 3), (offset + len(text)) * 8 // 6
        if last - first >= 10:
            found.append(("base64", encoded[first:last]))
    return [(form, pattern) for form, pattern in found if len(pattern) >= PATTERN_BYTES_MIN]


class Secrets:
    """What must not be found: texts of digits, each with the words a report may use for it.

    All are looked for in one pass, by what their forms begin with: tens of thousands of patterns, one by one, would
    take minutes.
    """

    def __init__(self, named):
        self.by_beginning = {}
        for kind, digits in named:
            for form, pattern in forms(digits):
                self.by_beginning.setdefault(pattern[:PATTERN_BYTES_MIN], []).append((kind, form, pattern))

    @property
    def count(self):
        return sum(map(len, self.by_beginning.values()))

    def find(self, content):
        """(kind, form, offset) of every place."""
        beginnings, length = self.by_beginning, PATTERN_BYTES_MIN
        places = [at for at in range(len(content)) if content[at:at + length] in beginnings]
        return [(kind, form, at) for at in places for kind, form, pattern in beginnings[content[at:at + length]]
                if content.startswith(pattern, at)]


class Copy:
    """The bytes of a file at one moment."""

    def __init__(self, moment, path):
        self.moment, self.name, self.content = moment, path.name, path.read_bytes()


def copies(moment, directory):
    """Every file below the directory."""
    found = []
    for path in sorted(directory.rglob("*")):
        try:
            if path.is_file():
                found.append(Copy(moment, path))
        except FileNotFoundError:  # A running gateway may remove files meanwhile.
            continue
    return found


def search(secrets, in_copies):
    """One sentence a find, never with the secret in it."""
    return ["%s in %s (%s) at byte %d as %s" % (kind, copy.name, copy.moment, at, form)
            for copy in in_copies for kind, form, at in secrets.find(copy.content)]
