#!/usr/bin/env python3
"""An application on Perl's Net::SMPP (Debian's 1.19) bound to Watchword.

    apt-get install libnet-smpp-perl
    PeerTests/netsmpp/run.py --binary .build/release/watchword

Beside what every application does it asks (query_sm), takes back (cancel_sm), replaces (replace_sm), submits to several
(submit_multi) and by data_sm, and binds as one of SMPP 3.3.
"""

import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import northbound
from programs import ProgramFailed

ADDRESS = "+46700000020"
SCRIPT = pathlib.Path(__file__).resolve().parent / "esme.pl"
INVALID_DESTINATION, WRONG_PASSWORD = 0x0B, 0x0E
EN_ROUTE, DELIVERED, DELETED = 1, 2, 4
# SMPP 3.4 §5.3.2.12.
RECEIPTED = 0x001E


class Application:
    reports_every_part = True

    def __init__(self, exchange, system_id="app"):
        self.port, self.system_id, self.mailbox = exchange.smpp_port, system_id, northbound.Mailbox()
        self.tags, self.references, self.delivered = itertools.count(1), itertools.count(1), []
        self.answers, self.bound, self.changed = {}, [], threading.Condition()
        self.process = subprocess.Popen(
            ["perl", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            event = json.loads(line)
            with self.changed:
                if event["event"] == "bound":
                    self.bound.append(event["status"])
                elif event["event"] == "lost":
                    self.bound.append(None)
                elif event["event"] == "answer":
                    self.answers[event["tag"]] = event
                self.changed.notify_all()
            if event["event"] == "deliver_sm":
                self.delivered.append(event)
                octets = event.get("short_message") or event.get("message_payload") or ""
                self.mailbox.deliver(event["source_addr"], event["destination_addr"], event["esm_class"],
                                     event["data_coding"], bytes.fromhex(octets))

    def order(self, **fields):
        self.process.stdin.write(json.dumps(fields) + "\n")
        self.process.stdin.flush()

    def await_bound(self, known):
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.bound) > known, northbound.WAIT_SECONDS):
                raise ProgramFailed("Net::SMPP said nothing of its session")
            return self.bound[known]

    def bind(self, kind="transceiver", password=northbound.PASSWORD, **fields):
        """The bind's status."""
        known = len(self.bound)
        self.order(do="bind", kind=kind, port=self.port,
                   fields={"system_id": self.system_id, "password": password, **fields})
        return self.await_bound(known)

    def unbind(self):
        known = len(self.bound)
        self.order(do="unbind")
        self.await_bound(known)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def request(self, method, **fields):
        tag = next(self.tags)
        self.order(do="request", tag=tag, method=method, fields=fields)
        return tag

    def answer(self, tag):
        with self.changed:
            self.changed.wait_for(lambda: tag in self.answers, northbound.WAIT_SECONDS)
            return self.answers.get(tag, {})

    def ask(self, method, **fields):
        return self.answer(self.request(method, **fields))

    def message(self, sender, number, **fields):
        return {"source_addr_ton": 5, "source_addr_npi": 0, "source_addr": sender, "dest_addr_ton": 1,
                "dest_addr_npi": 1, "destination_addr": number.lstrip("+"), "registered_delivery": 1, **fields}

    def submit(self, sender, number, text):
        """In as many parts as the text takes; Net::SMPP has no splitting of its own. The message_ids."""
        coding, parts = northbound.parts_of(text, next(self.references) % 256)
        tags = [
            self.request("submit_sm", **self.message(
                sender, number, data_coding=coding, esm_class=0x40 if len(parts) > 1 else 0, short_message=part.hex()))
            for part in parts]
        return [self.answer(tag).get("message_id") for tag in tags]


def operations(exchange, application, properties):
    """What can be asked of a message that waits: its phone is off."""
    number = next(exchange.numbers)
    exchange.switch(number, False)
    ids = [application.submit("Shop", number, "Number %d" % index)[0] for index in range(2)]
    source = {"source_addr_ton": 5, "source_addr_npi": 0, "source_addr": "Shop"}
    found = application.ask("query_sm", message_id=ids[0], **source)
    properties.expect("query_sm finds a message that waits", found.get("message_state") == EN_ROUTE, str(found))
    other = application.ask("query_sm", message_id=ids[0], source_addr_ton=5, source_addr_npi=0, source_addr="Other")
    properties.expect("but not from another source", other.get("status", 0) != 0, str(other))
    exchange.switch(number, True)
    states = application.mailbox.wait_receipts(ids)
    properties.expect("both messages are delivered", states == [["DELIVRD"]] * 2, str(states))
    found = application.ask("query_sm", message_id=ids[0], **source)
    properties.expect("query_sm knows", found.get("message_state") == DELIVERED and found.get("final_date"), str(found))
    late = application.ask("cancel_sm", message_id=ids[0], dest_addr_ton=1, dest_addr_npi=1,
                           destination_addr=number.lstrip("+"), **source)
    properties.expect("what is delivered cannot be taken back", late.get("status", 0) != 0, str(late))


def scheduled(exchange, application, properties):
    """cancel_sm and replace_sm on messages that Watchword itself holds until their time."""
    number, other = next(exchange.numbers), next(exchange.numbers)
    source = {"source_addr_ton": 5, "source_addr_npi": 0, "source_addr": "Shop"}
    later = {"schedule_delivery_time": "000000001000000R", "data_coding": 0}
    cancelled = application.ask("submit_sm", **application.message(
        "Shop", number, short_message=b"Never".hex(), **later)).get("message_id", "")
    answer = application.ask("cancel_sm", message_id=cancelled, dest_addr_ton=1, dest_addr_npi=1,
                             destination_addr=number.lstrip("+"), **source)
    properties.expect("cancel_sm takes a scheduled message back", answer.get("status") == 0, str(answer))
    found = application.ask("query_sm", message_id=cancelled, **source)
    properties.expect("query_sm says it is deleted", found.get("message_state") == DELETED, str(found))
    states = application.mailbox.wait_receipts([cancelled])
    properties.expect("and so does its receipt", states == [["DELETED"]], str(states))
    soon = {"schedule_delivery_time": "000000000003000R", "data_coding": 0}
    replaced = application.ask("submit_sm", **application.message(
        "Shop", other, short_message=b"First".hex(), **soon)).get("message_id", "")
    answer = application.ask("replace_sm", message_id=replaced, registered_delivery=1,
                             short_message=b"Second".hex(), **source)
    properties.expect("replace_sm changes a scheduled message", answer.get("status") == 0, str(answer))
    properties.expect("and the new text arrives at its time", exchange.texts_at(other) == ["Second"])
    properties.expect("the one taken back never did", exchange.texts_at(number, seconds=0) == [])


def several(exchange, application, properties):
    numbers = [next(exchange.numbers) for _ in range(3)]
    answer = application.ask(
        "submit_multi", source_addr_ton=5, source_addr_npi=0, source_addr="Shop", registered_delivery=1,
        dest_addr_ton=[1] * 4, dest_addr_npi=[1] * 4,
        destination_addr=[number.lstrip("+") for number in numbers] + ["12"], short_message=b"To all".hex())
    properties.expect("submit_multi reaches all",
                      answer.get("status") == 0 and all(exchange.texts_at(n) == ["To all"] for n in numbers),
                      str(answer))
    properties.expect("and names the destination that is none",
                      answer.get("no_unsuccess") == 1 and answer.get("error_status_code") == [INVALID_DESTINATION],
                      str(answer))
    number = next(exchange.numbers)
    answer = application.ask("data_sm", message_payload=b"By another way".hex(), **application.message("Shop", number))
    properties.expect("data_sm is a submit too",
                      answer.get("status") == 0 and exchange.texts_at(number) == ["By another way"], str(answer))
    states = application.mailbox.wait_receipts([answer.get("message_id")])
    properties.expect("with a receipt", states == [["DELIVRD"]], str(states))


def an_older_one(exchange, application, properties):
    """Bound as SMPP 3.3, which has no optional parameters. Source: SMPP 5.0 §4.7.13, interface_version."""
    application.unbind()
    application.delivered.clear()
    properties.expect("it binds as SMPP 3.3", application.bind(interface_version=0x33) == 0)
    number = next(exchange.numbers)
    ids = application.submit("Shop", number, northbound.GSM_SHORT)
    properties.expect("a receipt comes", application.mailbox.wait_receipts(ids) == [["DELIVRD"]])
    exchange.write(number, ADDRESS, "Old one")
    properties.expect("a message comes", application.mailbox.wait_text(number, ADDRESS, "Old one"))
    properties.expect_none("neither has an optional parameter", [e["tlvs"] for e in application.delivered if e["tlvs"]])
    application.unbind()
    application.bind()


def body(workspace, exchange, properties):
    exchange.make_account("app", addresses=[ADDRESS])
    application = Application(exchange)
    try:
        properties.expect("a wrong password is refused", application.bind(password="guess") == WRONG_PASSWORD)
        properties.expect("it binds", application.bind() == 0)
        northbound.submits(exchange, application, properties)
        northbound.arrivals(exchange, application, properties, ADDRESS)
        properties.expect("receipts name their message in an optional parameter too",
                          all(RECEIPTED in e["tlvs"] for e in application.delivered if e["esm_class"] & 0x3C == 4))
        for part in (operations, scheduled, several, an_older_one):
            part(exchange, application, properties)
        northbound.absence(exchange, application, properties, ADDRESS)
    finally:
        application.close()


def missing():
    has = shutil.which("perl") and not subprocess.run(["perl", "-MNet::SMPP", "-e1"], capture_output=True).returncode
    return [] if has else ["Perl's Net::SMPP (libnet-smpp-perl)"]


if __name__ == "__main__":
    sys.exit(northbound.main("netsmpp", __doc__, body, missing()))
