#!/usr/bin/env python3
"""Jasmin 0.11.1 (PyPI) bound to Watchword as it would be to a carrier; for `make peers-long`.

    apt-get install redis-server rabbitmq-server
    Scripts/python --with jasmin==0.11.1 PeerTests/jasmin/run.py --binary .build/release/watchword
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import northbound
from gateway import PROGRAMS, Jasmin
from programs import missing_programs

ADDRESS = "+46700000050"


def body(workspace, exchange, properties):
    exchange.make_account("app", addresses=[ADDRESS])
    jasmin = Jasmin(workspace, exchange)
    try:
        jasmin.start()
        properties.expect("it binds", True)
        northbound.submits(exchange, jasmin, properties)
        northbound.arrivals(exchange, jasmin, properties, ADDRESS)
        number = next(exchange.numbers)
        jasmin.submit("Shop", number, northbound.GSM_SHORT, plus="+")
        properties.expect("a + that Jasmin 0.11.1 leaves in destination_addr does no harm",
                          exchange.texts_at(number) == [northbound.GSM_SHORT])
    finally:
        jasmin.close()


if __name__ == "__main__":
    sys.exit(northbound.main("jasmin", __doc__, body, missing_programs(PROGRAMS)))
