#!/usr/bin/env python3
"""An application on PyPI's smpplib bound to Watchword.

    Scripts/python --with smpplib==2.2.4 PeerTests/smpplib/run.py --binary .build/release/watchword

It submits and receives, in GSM and UCS-2, single and multipart, by header, by sar parameters and by message_payload;
is away while its receipts come; asks after messages; is refused. At the end the gateway gets kill -9 in the middle of
its submits, three times: what was answered arrives, and its receipt reaches the application after it has bound again.
"""

import pathlib
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import northbound
from alphabet import septets
from esme import Application
from killed import killed

import smpplib.exceptions

ADDRESS = "+46700000010"
# SMPP 3.4 §5.1.3.
INVALID_DESTINATION, INVALID_SOURCE, BIND_FAILED, WRONG_PASSWORD, THROTTLED = 0x0B, 0x0A, 0x0D, 0x0E, 0x58
# SMPP 3.4 §5.2.28.
EN_ROUTE, DELIVERED = 1, 2


def binds(exchange, properties):
    """Kinds of bind, and binds that are refused."""
    def refusal(application, kind="transceiver", **fields):
        try:
            application.bind(kind, **fields)
        except smpplib.exceptions.PDUError as error:
            return error.args[1]
        application.close()
        return 0

    one = Application(exchange.smpp_port, "app")
    properties.expect("a wrong password is refused", refusal(one, password="guess") == WRONG_PASSWORD)
    stranger = Application(exchange.smpp_port, "nobody")
    properties.expect("a system_id nobody has is refused likewise", refusal(stranger) == WRONG_PASSWORD)
    for kind in ("transmitter", "receiver"):
        properties.expect("it binds as a " + kind, refusal(one, kind) == 0)
    exchange.make_account("single", binds_max=1)
    first, second = (Application(exchange.smpp_port, "single") for _ in range(2))
    first.bind()
    properties.expect("one bind more than allowed is refused", refusal(second) == BIND_FAILED)
    first.close()
    exchange.make_account("elsewhere", networks=["192.0.2.0/24"])
    properties.expect("a bind from another network is refused",
                      refusal(Application(exchange.smpp_port, "elsewhere")) == BIND_FAILED)


def other_forms(exchange, application, properties):
    """Segments without a user data header, and texts beyond short_message."""
    number, text = next(exchange.numbers), northbound.GSM_LONG
    octets = septets(text)
    parts = [octets[i:i + 150] for i in range(0, len(octets), 150)]
    sequences = [
        application.send("Shop", number, part, sar_msg_ref_num=77, sar_total_segments=len(parts),
                         sar_segment_seqnum=index) for index, part in enumerate(parts, 1)]
    answers = [application.answer(sequence) for sequence in sequences]
    properties.expect("sar parameters join the segments", exchange.texts_at(number) == [text])
    ids = [answer.message_id.decode() for answer in answers if answer is not None]
    states = application.mailbox.wait_receipts(ids)
    properties.expect("and each has its receipt", states == [["DELIVRD"]] * len(parts), str(states))
    number = next(exchange.numbers)
    sequence = application.send("Shop", number, b"", message_payload=b"Payload 483920")
    properties.expect("a text in message_payload arrives",
                      application.status(sequence) == 0 and exchange.texts_at(number) == ["Payload 483920"])


def escape_pairs(exchange, application, properties):
    """smpplib 2.2.4 cuts a long GSM text anywhere, between an escape and its character too."""
    number, text = next(exchange.numbers), "x" * 152 + "€" + "y" * 30
    application.submit("Shop", number, text)
    properties.expect("an escape pair that smpplib 2.2.4 cut in two arrives whole", exchange.texts_at(number) == [text])


def questions(exchange, application, properties):
    """query_sm; smpplib has no cancel_sm and replace_sm."""
    number = next(exchange.numbers)
    exchange.switch(number, False)
    id = application.submit("Shop", number, northbound.GSM_SHORT)[0]
    answer = application.query(id, "Shop")
    properties.expect("query_sm finds a message that waits", answer is not None and answer.message_state == EN_ROUTE)
    exchange.switch(number, True)
    application.mailbox.wait_receipts([id])
    answer = application.query(id, "Shop")
    properties.expect("and knows when it is delivered", answer is not None and answer.message_state == DELIVERED)
    answer = application.query("0" * 26, "Shop")
    properties.expect("query_sm of what is not there is an error", answer is not None and answer.status != 0)


def refusals(exchange, application, properties):
    number = next(exchange.numbers)
    status = application.status(application.send("Shop", "+12", b"x"))
    properties.expect("a destination that is no number is refused", status == INVALID_DESTINATION, str(status))
    exchange.make_account("strict", senders=["Strict"])
    strict = Application(exchange.smpp_port, "strict")
    strict.bind()
    status = strict.status(strict.send("Shop", number, b"x"))
    properties.expect("a sender it may not use is refused", status == INVALID_SOURCE, str(status))
    properties.expect("the one it may use is taken", strict.status(strict.send("Strict", number, b"x")) == 0)
    strict.close()
    exchange.make_account("slow", rate_per_second=10)
    slow = Application(exchange.smpp_port, "slow")
    slow.bind()
    statuses = {slow.status(sequence) for sequence in [slow.send("Shop", number, b"x") for _ in range(30)]}
    properties.expect("past its rate an application is throttled", statuses == {0, THROTTLED}, str(statuses))
    slow.close()


def without_receipts(exchange, application, properties):
    number = next(exchange.numbers)
    answer = application.answer(application.send("Shop", number, b"No receipt", registered_delivery=0))
    exchange.texts_at(number)
    time.sleep(0.5)
    states = application.mailbox.wait_receipts([answer.message_id.decode()], seconds=0.1)
    properties.expect("no receipt comes unasked", states == [[]], str(states))


PARTS = (other_forms, escape_pairs, questions, refusals, without_receipts)


def body(workspace, exchange, properties):
    exchange.make_account("app", addresses=[ADDRESS])
    binds(exchange, properties)
    application = Application(exchange.smpp_port, "app")
    application.bind()
    try:
        northbound.submits(exchange, application, properties)
        northbound.arrivals(exchange, application, properties, ADDRESS)
        for part in PARTS:
            part(exchange, application, properties)
        northbound.absence(exchange, application, properties, ADDRESS)
        killed(exchange, application, properties)
    finally:
        application.close()


if __name__ == "__main__":
    sys.exit(northbound.main("smpplib", __doc__, body))
