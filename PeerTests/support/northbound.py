"""Watchword as an SMSC: a gateway that applications bind to, a carrier behind it, and the handsets behind that."""

import argparse
import sys
import threading
import time
import traceback

from alphabet import ESCAPE, characters, septets
from http_api import Connection, Handsets, mobile_numbers
from programs import DEFAULT_BINARY, Carrier, Gateway, ProgramFailed, Workspace, binary_of, ports
from properties import Properties

PASSWORD = "sesame"
WAIT_SECONDS = 20

GSM_SHORT = "Your code is 483920. Costs [0.05€] {no more}"
GSM_LONG = "Three parts of a text in the GSM alphabet: " + "él£ñ [€] and so on, " * 17 + "the end"
UCS2_SHORT = "Ваш код 483920 ✓"
UCS2_LONG = "两段以上的短信：" + "Ещё немного текста, 再来一些。" * 7 + "конец"
TEXTS = (("GSM", GSM_SHORT, 1), ("UCS-2", UCS2_SHORT, 1), ("long GSM", GSM_LONG, 3), ("long UCS-2", UCS2_LONG, 3))


class Exchange:
    """One gateway with its SMPP port open, one carrier, any number of handsets."""

    def __init__(self, workspace, binary, **settings):
        self.smpp_port = ports(1)[0]
        self.carrier = Carrier(workspace, binary)
        self.gateway = Gateway(workspace, binary, self.carrier, SMPP_PORT=self.smpp_port, LOG_LEVEL="notice", **settings)
        self.numbers = mobile_numbers(self.smpp_port)
        self.api, self.handsets = self.gateway.connect(), Handsets(self.carrier.port)

    def start(self):
        self.carrier.start()
        self.start_gateway()

    def start_gateway(self):
        self.gateway.start()
        self.gateway.wait_ready()
        self.gateway.wait_listening(self.smpp_port)

    def make_account(self, system_id, **fields):
        """An application that may bind with PASSWORD."""
        answer = self.api.ask("POST", "/v1/esmes", {"system_id": system_id, "password": PASSWORD, **fields})
        if answer.status != 201:
            raise ProgramFailed("the account was answered %s" % answer.problem)
        return answer.json

    def texts_at(self, number, count=1, seconds=WAIT_SECONDS):
        """What the handset holds, once it is so many texts or the time is over."""
        until = time.monotonic() + seconds
        while True:
            texts = [message["text"] for message in self.handsets.messages(number)]
            if len(texts) >= count or time.monotonic() > until:
                return texts
            time.sleep(0.02)

    def sender_at(self, number):
        """Whom the handset shows as the sender of its last text."""
        messages = self.handsets.messages(number)
        return messages[-1]["from"] if messages else None

    def switch(self, number, is_on):
        self.tell("PUT", "/handsets/%s/power" % number, {"on": is_on}, 200)

    def write(self, number, to, text):
        """The handset's owner writes."""
        self.tell("POST", "/handsets/%s/send" % number, {"to": to, "text": text}, 202)

    def tell(self, method, path, body, status):
        answer = Connection(self.carrier.port).ask(method, path, body)
        if answer.status != status:
            raise ProgramFailed("the carrier answered %s" % answer.problem)


class Receipt:
    """What a receipt says: the message_id it names and the state, DELIVRD or another."""

    def __init__(self, message_id, state):
        self.message_id, self.state = message_id, state

    def __repr__(self):
        return "%s %s" % (self.message_id, self.state)

    @staticmethod
    def read(text):
        """From its text. Source: SMPP 3.4 appendix B."""
        fields = {}
        for word in ("id", "stat"):
            _, found, rest = text.partition(word + ":")
            fields[word] = rest.split(" ", 1)[0] if found else None
        return Receipt(fields["id"], fields["stat"])


class Mailbox:
    """What an application received, filled by whatever reads its session."""

    def __init__(self):
        self.receipts, self.texts, self.parts = [], [], {}
        self.changed = threading.Condition()

    def deliver(self, source, destination, esm_class, data_coding, payload):
        """One deliver_sm."""
        with self.changed:
            if esm_class & 0x3C == 0x04:
                self.receipts.append(Receipt.read(payload.decode("latin-1")))
            else:
                self.add_text(source, destination, esm_class, data_coding, payload)
            self.changed.notify_all()

    def add_text(self, source, destination, esm_class, data_coding, payload):
        header = payload[:payload[0] + 1] if esm_class & 0x40 else b""
        body = payload[len(header):]
        text = body.decode("utf-16-be") if data_coding == 8 else characters(body)
        if header[1:3] == b"\x00\x03":
            reference, total, index = header[3:6]
            parts = self.parts.setdefault((source, destination, reference), {})
            parts[index] = text
            if len(parts) < total:
                return
            text = "".join(parts[i] for i in sorted(parts))
        self.texts.append((source.lstrip("+"), destination.lstrip("+"), text))

    def add(self, receipt=None, text=None):
        with self.changed:
            self.receipts += [receipt] if receipt else []
            self.texts += [text] if text else []
            self.changed.notify_all()

    def wait(self, holds, seconds=WAIT_SECONDS):
        with self.changed:
            return self.changed.wait_for(lambda: holds(self), seconds)

    def wait_receipts(self, ids, seconds=WAIT_SECONDS):
        """The states that receipts name for these message_ids, once there is one for each or the time is over."""
        self.wait(lambda box: set(ids) <= {receipt.message_id for receipt in box.receipts}, seconds)
        with self.changed:
            return [[r.state for r in self.receipts if r.message_id == id] for id in ids]

    def wait_text(self, source, destination, text, seconds=WAIT_SECONDS):
        wanted = (source.lstrip("+"), destination.lstrip("+"), text)
        return self.wait(lambda box: wanted in box.texts, seconds)


def parts_of(text, reference):
    """A text's data_coding and its short_message octets, part by part, with an 8-bit reference where there are several.

    For libraries that do not split; no escape pair and no surrogate pair is cut.
    """
    try:
        octets, coding, whole, part = septets(text), 0, 160, 153
    except ValueError:
        octets, coding, whole, part = text.encode("utf-16-be"), 8, 140, 134
    if len(octets) <= whole:
        return coding, [octets]
    parts, start = [], 0
    while start < len(octets):
        end = min(start + part, len(octets))
        if end < len(octets) and (octets[end - 1] == ESCAPE if coding == 0 else octets[end - 2] & 0xFC == 0xD8):
            end -= 1 if coding == 0 else 2
        parts.append(octets[start:end])
        start = end
    return coding, [bytes([5, 0, 3, reference, len(parts), index]) + octets for index, octets in enumerate(parts, 1)]


def submits(exchange, application, properties, sender="Shop"):
    """Single and multipart, GSM and UCS-2: each arrives whole, and each part has its own message_id and receipt."""
    seen = set()
    for name, text, parts in TEXTS:
        number = next(exchange.numbers)
        ids = application.submit(sender, number, text)
        if not application.reports_every_part:
            parts = 1
        properties.expect("%s: %s" % (name, "a message_id" if parts == 1 else "a message_id for each part"),
                          len(ids) == parts and all(ids) and len(set(ids) - seen) == parts, str(ids))
        seen |= set(ids)
        properties.expect("%s: the handset shows the text" % name, exchange.texts_at(number) == [text])
        properties.expect("%s: from its sender" % name, exchange.sender_at(number) == sender)
        states = application.mailbox.wait_receipts(ids)
        properties.expect("%s: one receipt for each message_id" % name, states == [["DELIVRD"]] * parts, str(states))


def arrivals(exchange, application, properties, address):
    """What handsets send to the application's number."""
    for name, text, _ in TEXTS:
        number = next(exchange.numbers)
        exchange.write(number, address, text)
        properties.expect("%s: received from a handset" % name, application.mailbox.wait_text(number, address, text))


def absence(exchange, application, properties, address):
    """While the application is away its receipts and messages are kept."""
    number, writer = next(exchange.numbers), next(exchange.numbers)
    exchange.switch(number, False)
    ids = application.submit("Shop", number, GSM_SHORT)
    application.unbind()
    exchange.switch(number, True)
    exchange.write(writer, address, "Are you there?")
    properties.expect("a text arrives while its application is away", exchange.texts_at(number) == [GSM_SHORT])
    # The carrier has its answer by now: the text is the gateway's to keep.
    time.sleep(1)
    application.bind()
    states = application.mailbox.wait_receipts(ids)
    properties.expect("its receipt waits for the application", states == [["DELIVRD"]], str(states))
    properties.expect("and so does a message", application.mailbox.wait_text(writer, address, "Are you there?"))


def run(name, binary, properties, body):
    """`body(workspace, exchange, properties)` with everything started; a program's failure is a failed property."""
    with Workspace(name) as workspace:
        try:
            exchange = Exchange(workspace, binary)
            exchange.start()
            body(workspace, exchange, properties)
        except Exception as error:  # Each library raises what it likes; whatever it is, the run has failed.
            traceback.print_exc(file=sys.stdout)
            properties.expect("the programs run", False, "%s: %s" % (type(error).__name__, error))
        if properties.failed:
            workspace.show_logs()
    return properties.finish()


def main(name, description, body, missing=()):
    """The whole program; its exit status."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=DEFAULT_BINARY)
    binary = binary_of(parser.parse_args())
    if missing:
        print("not installed: " + ", ".join(missing))
        return 77
    return run(name, binary, Properties(), body)
