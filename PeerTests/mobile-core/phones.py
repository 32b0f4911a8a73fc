"""Virtual LTE phones, and the MME between them and OsmoMSC.

The MME speaks SGsAP (3GPP TS 29.118 §8, §9) in the frames of sctp_shim.c; the phones speak the short message protocols
above it: CP and RP (TS 24.011 §7, §8) and TP (TS 23.040 §9.2).
"""

import enum
import socket
import struct
import threading

from alphabet import packed, unpacked

PAGING, PAGING_REJECT, SERVICE, DOWNLINK, UPLINK, UPDATE, UPDATED, REFUSED = 1, 2, 6, 7, 8, 9, 10, 11
REALLOCATED, ALERT, ALERTED, DETACH, DETACHED, RESET, RESET_DONE, RELEASE = 12, 13, 14, 19, 20, 21, 22, 27
IMSI, AREA, CAUSE, MME, UPDATE_TYPE, IDENTITY, DETACH_TYPE, NAS, WANTED, MODE = 1, 4, 8, 9, 10, 14, 17, 22, 32, 37
CP_DATA, CP_ACK = 0x01, 0x04
RP_DATA_UP, RP_DATA_DOWN, RP_ACK, RP_ACK_DOWN, RP_ERROR, RP_MEMORY_AVAILABLE = 0, 1, 2, 3, 4, 6
# RP cause, TS 24.011 table 8.4.
MEMORY_FULL = 22
# SGs cause, TS 29.118 §9.4.18: IMSI detached for non-EPS services.
UNREACHABLE = 2
PLMN_AREA = bytes.fromhex("00f1100001")
MME_NAME = b"".join(
    bytes([len(label)]) + label.encode()
    for label in "mmec01.mmegi0001.mme.epc.mnc001.mcc001.3gppnetwork.org".split("."))


class Behaviour(enum.Enum):
    """What a phone does with a message that reaches it."""

    TAKES = "takes it"
    HAS_NO_MEMORY = "has no memory left"
    REJECTS_PAGING = "is not to be found when it is paged"


class Text:
    """A whole message as a phone shows it."""

    def __init__(self, sender, text, parts):
        self.sender, self.text, self.parts = sender, text, parts


class Phone:
    def __init__(self, network, number, imsi):
        self.network, self.number, self.imsi = network, number, imsi
        self.behaviour, self.inbox, self.tries, self.segments = Behaviour.TAKES, [], 0, {}
        self.updated, self.changed, self.reference = threading.Event(), threading.Condition(), 0
        # What became of the messages it wrote, in the order of the answers: True for taken.
        self.written = []

    def switch_on(self):
        """Attaches to the network; what waits for the phone comes then."""
        self.updated.clear()
        self.network.send(UPDATE, self, (MME, MME_NAME), (UPDATE_TYPE, b"\x01"), (AREA, PLMN_AREA))
        if not self.updated.wait(10):
            raise OSError("the core did not let the phone in")

    def switch_off(self):
        """Detaches with a word, as a phone does that is switched off."""
        self.updated.clear()
        self.network.send(DETACH, self, (MME, MME_NAME), (DETACH_TYPE, b"\x01"))
        if not self.updated.wait(10):
            raise OSError("the core did not take the phone's leave")

    def wait(self, holds, seconds=20):
        """Until `holds(self)`; whether it came to hold."""
        with self.changed:
            return self.changed.wait_for(lambda: holds(self), seconds)

    def wait_text(self, count=1, seconds=20):
        """The message of that count, or None."""
        return self.inbox[count - 1] if self.wait(lambda phone: len(phone.inbox) >= count, seconds) else None

    def write(self, to, *parts):
        """Sends a text in the GSM alphabet, in as many parts as are given; whether the network took them all."""
        known = len(self.written)
        for index, part in enumerate(parts, 1):
            self.submit(to, part, bytes([5, 0, 3, known & 255, len(parts), index]) if len(parts) > 1 else b"")
            self.wait(lambda phone: len(phone.written) >= known + index)
        return self.written[known:] == [True] * len(parts)

    def submit(self, to, text, header):
        """One SMS-SUBMIT (TS 23.040 §9.2.2.2); its bit 6 says that there is a header."""
        self.reference += 1
        digits, (data, count) = to.lstrip("+"), packed(text, header)
        submit = bytes([0x41 if header else 0x01, self.reference, len(digits), 0x91]) + semi_octets(digits)
        submit += bytes([0, 0, count]) + data
        centre = bytes([0x91]) + semi_octets("4612345678")
        relay = bytes([RP_DATA_UP, self.reference, 0, len(centre)]) + centre + bytes([len(submit)]) + submit
        self.network.send(UPLINK, self, (NAS, bytes([0x09, CP_DATA, len(relay)]) + relay))

    def clear_memory(self):
        """Has room again, and says so: RP-SMMA (TS 24.011 §7.3.2)."""
        self.behaviour = Behaviour.TAKES
        self.reference += 1
        self.network.send(UPLINK, self, (NAS, bytes([0x09, CP_DATA, 2, RP_MEMORY_AVAILABLE, self.reference])))

    # What the network brings.

    def paged(self, wanted):
        if self.behaviour is Behaviour.REJECTS_PAGING:
            with self.changed:
                self.tries += 1
                self.changed.notify_all()
            self.network.send(PAGING_REJECT, self, (CAUSE, bytes([UNREACHABLE])))
        else:
            self.network.send(SERVICE, self, (WANTED, wanted), (MODE, b"\x00"))

    def received(self, message):
        transaction, kind = message[0], message[1]
        if kind != CP_DATA:
            return
        # The transaction's other end: its flag is turned over, TS 24.007 §11.2.3.1.3.
        mine = transaction ^ 0x80
        self.network.send(UPLINK, self, (NAS, bytes([mine, CP_ACK])))
        relay = message[3:3 + message[2]]
        if relay[0] != RP_DATA_DOWN:
            with self.changed:
                self.written.append(relay[0] == RP_ACK_DOWN)
                self.changed.notify_all()
            return
        full = self.behaviour is Behaviour.HAS_NO_MEMORY
        answer = bytes([RP_ERROR, relay[1], 1, MEMORY_FULL]) if full else bytes([RP_ACK, relay[1]])
        with self.changed:
            self.tries += 1
            if not full:
                self.keep(relay)
            self.changed.notify_all()
        self.network.send(UPLINK, self, (NAS, bytes([mine, CP_DATA, len(answer)]) + answer))

    def keep(self, relay):
        at = 2
        for _ in range(2):  # Originator and destination address of the relay.
            at += 1 + relay[at]
        sender, text, place = delivered(relay[at + 1:at + 1 + relay[at]])
        if place is None:
            self.inbox.append(Text(sender, text, 1))
            return
        reference, total, index = place
        parts = self.segments.setdefault((sender, reference, total), {})
        parts[index] = text
        if len(parts) == total:
            del self.segments[sender, reference, total]
            self.inbox.append(Text(sender, "".join(parts[i] for i in sorted(parts)), total))


class Network:
    """The MME: one association with the MSC, and the phones it serves."""

    def __init__(self, address, port, phones=None):
        self.socket = socket.create_connection((address, port), timeout=10)
        self.socket.settimeout(None)
        self.phones, self.lock = phones or {}, threading.Lock()
        for phone in self.phones.values():
            phone.network = self
        threading.Thread(target=self.run, daemon=True).start()

    def add(self, number, imsi):
        phone = self.phones[imsi] = Phone(self, number, imsi)
        return phone

    def send(self, kind, phone, *elements):
        message = bytes([kind])
        for name, value in ([(IMSI, identity(phone.imsi))] if phone else []) + list(elements):
            message += bytes([name, len(value)]) + value
        with self.lock:
            self.socket.sendall(struct.pack(">IIH", len(message), 0, 0) + message)

    def run(self):
        stream = self.socket.makefile("rb")
        try:
            while True:
                header = stream.read(10)
                if len(header) < 10:
                    break
                self.received(stream.read(struct.unpack(">IIH", header)[0]))
        except OSError:
            return

    def received(self, message):
        elements, at = {}, 1
        while at + 1 < len(message):
            elements[message[at]] = message[at + 2:at + 2 + message[at + 1]]
            at += 2 + message[at + 1]
        if message[0] == RESET:
            self.send(RESET_DONE, None, (MME, MME_NAME))
            return
        phone = self.phones.get(identified(elements[IMSI])) if IMSI in elements else None
        if phone is None:
            return
        kind = message[0]
        if kind == UPDATED:
            if IDENTITY in elements:
                self.send(REALLOCATED, phone)
            phone.updated.set()
        elif kind == DETACHED:
            phone.updated.set()
        elif kind == PAGING:
            phone.paged(elements[WANTED])
        elif kind == DOWNLINK:
            phone.received(elements[NAS])
        elif kind == ALERT:
            self.send(ALERTED, phone)


def identity(imsi):
    """TS 24.008 §10.5.1.4, type IMSI."""
    odd = len(imsi) % 2
    rest = imsi[1:] + ("" if odd else "f")
    return bytes([int(imsi[0]) << 4 | odd << 3 | 1]) + bytes(
        int(rest[i + 1], 16) << 4 | int(rest[i], 16) for i in range(0, len(rest), 2))


def identified(octets):
    digits = "%x" % (octets[0] >> 4) + "".join("%x%x" % (octet & 15, octet >> 4) for octet in octets[1:])
    return digits.rstrip("f")


def semi_octets(digits):
    """TS 23.040 §9.1.2.3."""
    digits += "f" * (len(digits) % 2)
    return bytes(int(digits[i + 1], 16) << 4 | int(digits[i], 16) for i in range(0, len(digits), 2))


def address(length, kind, octets):
    """An address of TP: its length counts semi-octets, TS 23.040 §9.1.2.5."""
    if kind & 0x70 == 0x50:
        return unpacked(octets, length * 4 // 7)
    digits = "".join("%x%x" % (octet & 15, octet >> 4) for octet in octets)[:length]
    return ("+" if kind & 0x70 == 0x10 else "") + digits


def delivered(message):
    """Sender, text and place (reference, total, index) of an SMS-DELIVER, TS 23.040 §9.2.2.1."""
    length = message[1]
    at = 3 + (length + 1) // 2
    sender = address(length, message[2], message[3:at])
    coding, count, data = message[at + 1], message[at + 9], message[at + 10:]
    header = data[:data[0] + 1] if message[0] & 0x40 else b""
    place, element = None, 1
    while element + 1 < len(header):
        name, size = header[element], header[element + 1]
        value = header[element + 2:element + 2 + size]
        if name == 0 and size == 3:
            place = tuple(value)
        elif name == 8 and size == 4:
            place = (value[0] << 8 | value[1], value[2], value[3])
        element += 2 + size
    if coding & 0x0C == 0x08:
        return sender, data[len(header):count].decode("utf-16-be"), place
    # Septets start at the first septet boundary behind the header, TS 23.040 §9.2.3.24.
    skipped = (len(header) * 8 + 6) // 7
    return sender, unpacked(data, count, skipped), place
