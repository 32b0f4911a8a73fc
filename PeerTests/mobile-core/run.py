#!/usr/bin/env python3
"""Sends codes through a real mobile core to virtual LTE phones, and types them back.

    apt-get install osmo-msc osmo-hlr osmo-stp gcc
    PeerTests/mobile-core/run.py --binary .build/release/watchword

OsmoSTP, OsmoHLR and OsmoMSC (Debian's 1.6.0, 1.5.0, 1.9.0) run on a loopback address of their own; Watchword binds to
OsmoMSC's SMSC as an ESME. Each number of the plan is a SIM in the HLR and a phone behind the test's MME.
"""

import argparse
import itertools
import pathlib
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from core import PROGRAMS, SGS, SMPP, TRANSACTION_SENDER, TRANSACTION_SYSTEM_ID, Core
from http_api import NotConnected, Unanswered
from phones import Behaviour, Network
from programs import DEFAULT_BINARY, PASSWORD, SYSTEM_ID, Gateway, ProgramFailed, Workspace, binary_of, missing_programs
from properties import Properties

# OsmoMSC looks at what it stores once a second.
SECONDS = 20
SENDER = "Watchtower"
# Numbers of each prefix go by one carrier; both are the same core.
STORED, DIRECT = "+4670", "+4673"
INBOX, SHOP = "+46700999001", "+46700999002"
LONG = "Your parcel {id} waits. " * 12
GREETINGS = {"ru": "код", "zh": "验证码"}


class Town:
    """The core with its phones, and the gateway bound to it."""

    def __init__(self, workspace, binary):
        self.core = Core(workspace)
        self.serial = itertools.count(1_000_001)
        self.network = None
        common = "window=20&receipt_key=user_message_reference"
        carriers = "stored=smpp://{0}:{2}@{3}:{4}?{5}&prefixes={6}," \
            "direct=smpp://{1}:{2}@{3}:{4}?{5}&prefixes={7}&delivery_mode=transaction&sender=%2B{8}"
        self.gateway = Gateway(workspace, binary, None, SENDER=SENDER, LOG_LEVEL="notice", CARRIERS=carriers.format(
            SYSTEM_ID, TRANSACTION_SYSTEM_ID, PASSWORD, self.core.address, SMPP, common, STORED[1:], DIRECT[1:],
            TRANSACTION_SENDER))
        self.api = self.gateway.connect()

    def start(self):
        self.core.start()
        self.network = Network(self.core.address, SGS)
        self.gateway.start()
        self.gateway.wait_ready()

    def restart_centre(self):
        """The MSC again, with the phones' network linked to it."""
        phones = self.network.phones
        self.core.start_centre()
        self.network = Network(self.core.address, SGS, phones)

    def phone(self, prefix=STORED):
        number = "%s%d" % (prefix, next(self.serial))
        phone = self.network.add(number, self.core.subscribe(number))
        phone.switch_on()
        return phone

    def ask(self, method, path, body=None, status=200):
        answer = self.api.ask(method, path, body)
        if answer.status != status:
            raise ProgramFailed("%s %s was answered %s" % (method, path.rpartition("/")[0], answer.problem))
        return answer.json

    def begin(self, phone, **fields):
        return self.ask("POST", "/v1/verifications", {"to": phone.number, **fields}, 201)["id"]

    def send(self, phone, text, **fields):
        return self.ask("POST", "/v1/messages", {"to": phone.number, "text": text, **fields}, 201)["id"]

    def is_approved(self, verification, code):
        return self.ask("POST", "/v1/verifications/%s/check" % verification, {"code": code})["status"] == "approved"

    def hops(self, id, wanted=(), seconds=SECONDS):
        """The timeline's hops with their details, once one of the wanted is among them."""
        path = "/v1/messages/%s" if id.startswith("msg_") else "/v1/verifications/%s/timeline"
        until = time.monotonic() + seconds
        while True:
            hops = [(hop["hop"], hop.get("detail")) for hop in self.ask("GET", path % id)["hops"]]
            if any(hop in wanted for hop, _ in hops) or not wanted or time.monotonic() > until:
                return hops
            time.sleep(0.1)

    def expect_receipt(self, properties, name, id):
        hops = self.hops(id, ["receipt"])
        properties.expect(name, "receipt" in names(hops), str(hops))


def names(hops):
    return [hop for hop, _ in hops]


def code_in(text):
    """The run of digits that is the code."""
    if text is None:
        return ""
    return max("".join(c if c.isascii() and c.isdigit() else " " for c in text.text).split(), key=len, default="")


def journeys(town, properties):
    """The whole way, stored by the SMSC and straight through it."""
    modes = ("stored and forwarded", STORED, SENDER), ("in transaction mode", DIRECT, "+" + TRANSACTION_SENDER)
    for mode, prefix, sender in modes:
        phone = town.phone(prefix)
        verification = town.begin(phone)
        text = phone.wait_text()
        properties.expect("a code reaches the phone, " + mode, text is not None)
        town.expect_receipt(properties, "its receipt comes back, " + mode, verification)
        properties.expect("the code from the phone is approved, " + mode,
                          town.is_approved(verification, code_in(text)))
        properties.expect("from its sender, " + mode, text is not None and text.sender == sender)
        properties.expect("it came once, " + mode, phone.tries == 1, str(phone.tries))


def scripts(town, properties):
    """UCS-2, both through the store and past it."""
    for locale, word in GREETINGS.items():
        for prefix in (STORED, DIRECT):
            phone = town.phone(prefix)
            verification = town.begin(phone, locale=locale)
            text = phone.wait_text()
            properties.expect(
                "UCS-2 arrives whole: %s to %s" % (locale, prefix),
                text is not None and word in text.text and town.is_approved(verification, code_in(text)),
                "nothing came" if text is None else "other letters")


def long_texts(town, properties):
    for prefix, text in ((STORED, LONG.format(id=4711)[:200]), (DIRECT, LONG.format(id="№ 9")[:100])):
        phone = town.phone(prefix)
        message = town.send(phone, text)
        came = phone.wait_text()
        properties.expect("two segments are one text on the phone: %d characters to %s" % (len(text), prefix),
                          came is not None and came.parts == 2 and came.text == text,
                          "nothing came" if came is None else "%d parts" % came.parts)
        town.expect_receipt(properties, "and the receipt: " + prefix, message)


def away(town, properties):
    """A phone that is off: the SMSC keeps the code, and alerts the ESME when the phone is back."""
    phone = town.phone()
    phone.switch_off()
    verification = town.begin(phone)
    hops = town.hops(verification, ["acknowledged"])
    properties.expect("for a phone that is off the SMSC takes the code", "acknowledged" in names(hops), str(hops))
    time.sleep(2)
    properties.expect("it is not there while the phone is off", not phone.inbox and phone.tries == 0)
    properties.expect("no receipt says it was", "receipt" not in names(town.hops(verification)))
    phone.switch_on()
    # OsmoMSC 1.9.0 does not look at its store when a phone comes back over SGs: the next message for anybody makes it.
    other = town.phone()
    town.begin(other)
    properties.expect("it comes when the phone is on again", other.wait_text() and phone.wait_text())
    town.expect_receipt(properties, "and its receipt", verification)
    properties.expect("and is approved", town.is_approved(verification, code_in(phone.wait_text())))


def no_memory(town, properties):
    """RP cause 22: stored by the SMSC and tried again, or told at once in transaction mode."""
    phone = town.phone()
    phone.behaviour = Behaviour.HAS_NO_MEMORY
    verification = town.begin(phone)
    properties.expect("a stored code is tried again on a phone without memory", phone.wait(lambda p: p.tries >= 2))
    hops = town.hops(verification)
    properties.expect("no receipt says that it is there", "receipt" not in names(hops), str(hops))
    phone.clear_memory()
    properties.expect("it comes when there is memory", phone.wait_text() is not None)
    town.expect_receipt(properties, "with its receipt", verification)
    properties.expect("and is approved, once there was memory", town.is_approved(verification, code_in(phone.inbox[0])))


def refusals(town, properties):
    """What OsmoMSC 1.9.0 tells in transaction mode only: ESME_RDELIVERYFAILURE and ESME_RINVDSTADR in the response."""
    full, hidden = town.phone(DIRECT), town.phone(DIRECT)
    full.behaviour, hidden.behaviour = Behaviour.HAS_NO_MEMORY, Behaviour.REJECTS_PAGING
    cases = [("a phone without memory", full.number), ("a phone that is not found", hidden.number),
             ("a number that nobody has", DIRECT + "9999999")]
    for name, number in cases:
        message = town.ask("POST", "/v1/messages", {"to": number, "text": "A word.", "ttl_seconds": 60}, 201)["id"]
        hops = town.hops(message, ["rejected", "failed"])
        properties.expect("%s: the refusal is told" % name, "rejected" in names(hops), str(hops))
    properties.expect("both phones were tried", full.tries > 0 and hidden.tries > 0)


def one_identifier(town, properties):
    """OsmoMSC 1.9.0 answers every submit with message_id msg_id_not_implemented, and numbers its receipts otherwise."""
    phones = [town.phone() for index in range(20)]
    for phone in phones[:5]:
        phone.switch_off()
    sent = [(phone, town.begin(phone)) for phone in phones]
    gone, there = sent[:5], sent[5:]
    properties.expect_none("every phone that is on gets its code",
                           [phone.imsi for phone, _ in there if phone.wait_text() is None])
    properties.expect_none(
        "each of them has its receipt",
        [phone.imsi for phone, id in there if "receipt" not in names(town.hops(id, ["receipt"]))])
    properties.expect_none("none is credited to a phone that is off",
                           [phone.imsi for phone, id in gone if "receipt" in names(town.hops(id))])
    properties.expect_none(
        "each phone has its own code",
        [phone.imsi for phone, id in there if not town.is_approved(id, code_in(phone.inbox[0]))])


def written(town, properties):
    """What phones write: to a number with an inbox, STOP to a sender, and to nobody."""
    phone = town.phone()
    inbox = town.ask("POST", "/v1/inboxes", {"number": INBOX}, 201)["id"]
    sent = ["Acme: 483920 is your code.", "x" * 140 + " [long", "er] text"]
    properties.expect("a phone's text is taken", phone.write(INBOX, sent[0]))
    properties.expect("and one of two parts", phone.write(INBOX, *sent[1:]))
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        messages = town.ask("GET", "/v1/inboxes/%s/messages" % inbox)["messages"]
        if len(messages) >= 2:
            break
        time.sleep(0.1)
    properties.expect("both are in the inbox", [m["text"] for m in messages] == [sent[0], sent[1] + sent[2]])
    properties.expect("with the phone's number and the code found",
                      [(m["from"], m["code"]) for m in messages] == [(phone.number, "483920"), (phone.number, None)])
    town.send(phone, "News from us", sender=SHOP)
    properties.expect("a number is shown as the sender", phone.wait_text() and phone.inbox[0].sender == SHOP)
    properties.expect("STOP to it is taken", phone.write(SHOP, "STOP"))
    reply = phone.wait_text(2)
    properties.expect("and confirmed, from the same number", reply is not None and reply.sender == SHOP)
    answer = town.api.ask("POST", "/v1/messages", {"to": phone.number, "text": "More", "sender": SHOP})
    properties.expect("nothing more goes to the phone from that number", answer.json.get("code") == "opted_out",
                      answer.problem)
    properties.expect("a text to a number that nobody has is refused to its writer", not phone.write("+46799999999", "Hi"))


def binds_kept(town, properties):
    """OsmoMSC 1.9.0 sends both binds an alert_notification whenever a phone makes contact, wanted or not."""
    alerts = town.core.programs["osmo-msc"].log.read_text(errors="replace").count("Tx ALERT_NOTIFICATION")
    lost = town.gateway.log.read_text(errors="replace").count("bind is lost")
    properties.expect("many alerts cost no bind", alerts > 50 and lost == 0, "%d alerts, %d lost" % (alerts, lost))


def restart(town, properties):
    """The MSC dies with everybody's bind; what was accepted meanwhile goes when it is back."""
    phone = town.phone()
    town.core.programs["osmo-msc"].kill()
    verification = town.begin(phone)
    town.restart_centre()
    phone.switch_on()
    text = phone.wait_text(seconds=30)
    properties.expect("a code accepted while the MSC was dead arrives when it is back", text is not None)
    properties.expect("and is approved, after the MSC's death", town.is_approved(verification, code_in(text)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=DEFAULT_BINARY)
    binary = binary_of(parser.parse_args())
    if missing := missing_programs(PROGRAMS):
        print("not installed: " + ", ".join(missing))
        return 77
    properties = Properties()
    with Workspace("mobile-core") as workspace:
        try:
            town = Town(workspace, binary)
            town.start()
            for part in (journeys, scripts, long_texts, away, no_memory, refusals, one_identifier, written,
                         binds_kept, restart):
                part(town, properties)
        except (ProgramFailed, NotConnected, Unanswered, OSError) as error:
            properties.expect("the programs run", False, "%s: %s" % (type(error).__name__, error))
        if properties.failed:
            workspace.show_logs()
    return properties.finish()


if __name__ == "__main__":
    sys.exit(main())
