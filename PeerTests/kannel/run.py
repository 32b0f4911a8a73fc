#!/usr/bin/env python3
"""Kannel (Debian's 1.4.5) bound to Watchword as it would be to a carrier.

    apt-get install kannel
    PeerTests/kannel/run.py --binary .build/release/watchword
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import northbound
from gateway import PROGRAMS, Kannel
from programs import missing_programs

ADDRESS = "+46700000030"


def as_an_older_one(workspace, exchange, properties):
    """Kannel 1.4.5 told to speak SMPP 3.3 binds as a transceiver all the same, which 3.3 does not have."""
    exchange.make_account("old")
    kannel = Kannel(workspace, exchange, "old", version="33")
    try:
        kannel.start()
        number = next(exchange.numbers)
        ids = kannel.submit("Shop", number, northbound.GSM_SHORT)
        properties.expect("as SMPP 3.3 it submits", exchange.texts_at(number) == [northbound.GSM_SHORT])
        states = kannel.mailbox.wait_receipts(ids)
        properties.expect("and reads its receipt without optional parameters", states == [["DELIVRD"]], str(states))
    finally:
        kannel.close()


def body(workspace, exchange, properties):
    exchange.make_account("app", addresses=[ADDRESS])
    kannel = Kannel(workspace, exchange)
    try:
        kannel.start()
        properties.expect("it binds", True)
        northbound.submits(exchange, kannel, properties)
        northbound.arrivals(exchange, kannel, properties, ADDRESS)
        northbound.absence(exchange, kannel, properties, ADDRESS)
    finally:
        kannel.close()
    as_an_older_one(workspace, exchange, properties)


if __name__ == "__main__":
    sys.exit(northbound.main("kannel", __doc__, body, missing_programs(PROGRAMS)))
