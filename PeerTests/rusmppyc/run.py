#!/usr/bin/env python3
"""An application on PyPI's rusmppyc 0.4.0a2 (Rust's rusmpp, SMPP 5.0) bound to Watchword.

    Scripts/python --with rusmppyc==0.4.0a2 PeerTests/rusmppyc/run.py --binary .build/release/watchword

Its binds say interface_version 0x50 and it decodes everything by SMPP 5.0, strictly.
"""

import asyncio
import contextlib
import itertools
import pathlib
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import northbound

import rusmppyc
from rusmppyc import rusmppyc as types
from rusmppyc.exceptions import RusmppycException

ADDRESS = "+46700000040"


class Application:
    """One client on an event loop of its own; what is called from outside waits for the loop."""

    reports_every_part = True

    def __init__(self, port, system_id):
        self.port, self.system_id, self.mailbox = port, system_id, northbound.Mailbox()
        self.client, self.answer, self.errors = None, None, []
        self.references, self.loop = itertools.count(1), asyncio.new_event_loop()
        # rusmppyc 0.4.0a2 ends its stream of events by a future whose exception nobody can retrieve.
        self.loop.set_exception_handler(lambda *_: None)
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def wait(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(northbound.WAIT_SECONDS)

    def bind(self, password=northbound.PASSWORD):
        """Raises RusmppycException when it is refused."""
        self.wait(self.start(password))

    async def start(self, password):
        # A message is answered once Watchword has it on disk, with others' writes: rusmppyc's own 2 s would do.
        self.client, events = await rusmppyc.Client.connect(
            "smpp://127.0.0.1:%d" % self.port, response_timeout=10_000, enquire_link_interval=1_000)
        self.loop.create_task(self.listen(self.client, events))
        self.answer = await self.client.bind_transceiver(system_id=self.system_id, password=password)

    def unbind(self):
        async def stop():
            await self.client.unbind()
            # Watchword closes after an unbind, which rusmppyc may see before or after it closes by itself.
            with contextlib.suppress(RusmppycException):
                await self.client.close()
            await self.client.closed()

        self.wait(stop())

    def close(self):
        with contextlib.suppress(RusmppycException, TimeoutError):
            self.unbind()
        self.loop.call_soon_threadsafe(self.loop.stop)

    async def listen(self, client, events):
        async for event in events:
            if isinstance(event, types.Event.Error):
                if not str(event._0).startswith("ConnectionClosed"):
                    self.errors.append(str(event._0))
            elif isinstance(event._0.pdu, types.Pdu.DeliverSm):
                self.received(event._0.pdu._0)
                await client.deliver_sm_resp(event._0.sequence_number)

    def received(self, message):
        is_receipt = isinstance(message.esm_class.message_type, types.MessageType.ShortMessageContainsMCDeliveryReceipt)
        has_header = isinstance(message.esm_class.gsm_features, types.GsmFeatures.UdhiIndicator)
        coding = 8 if isinstance(message.data_coding, types.DataCoding.Ucs2) else 0
        esm_class = (0x04 if is_receipt else 0) | (0x40 if has_header else 0)
        self.mailbox.deliver(text(message.source_addr), text(message.destination_addr), esm_class, coding,
                             bytes(message.short_message))

    async def send(self, sender, number, octets, coding, has_header):
        features = types.GsmFeatures.UdhiIndicator() if has_header else types.GsmFeatures.NotSelected()
        return await self.client.submit_sm(
            source_addr_ton=types.Ton.Alphanumeric(), source_addr_npi=types.Npi.Unknown(), source_addr=sender,
            dest_addr_ton=types.Ton.International(), dest_addr_npi=types.Npi.Isdn(),
            destination_addr=number.lstrip("+"), registered_delivery=types.RegisteredDelivery.request_all(),
            data_coding=types.DataCoding.Ucs2() if coding else types.DataCoding.McSpecific(),
            esm_class=types.EsmClass(gsm_features=features), short_message=octets)

    def submit(self, sender, number, text_):
        """The message_ids of its parts."""
        coding, parts = northbound.parts_of(text_, next(self.references) % 256)

        async def all_parts():
            return await asyncio.gather(*(
                self.send(sender, number, part, coding, len(parts) > 1) for part in parts))

        return [text(answer.message_id) for answer in self.wait(all_parts())]


def text(octets):
    """A C-octet string as rusmppyc gives it, its NUL included."""
    return bytes(octets).rstrip(b"\0").decode("latin-1")


def body(workspace, exchange, properties):
    exchange.make_account("app", addresses=[ADDRESS])
    application = Application(exchange.smpp_port, "app")
    try:
        try:
            application.bind(password="guess")
            properties.expect("a wrong password is refused", False)
        except RusmppycException as error:
            properties.expect("a wrong password is refused", "Rinvpaswd" in str(error), str(error))
        application.bind()
        version = application.answer.sc_interface_version
        properties.expect("its bind as SMPP 5.0 is answered with the version spoken", version is not None)
        northbound.submits(exchange, application, properties)
        northbound.arrivals(exchange, application, properties, ADDRESS)
        northbound.absence(exchange, application, properties, ADDRESS)
        properties.expect_none("it could decode whatever it was sent", application.errors)
    finally:
        application.close()


if __name__ == "__main__":
    sys.exit(northbound.main("rusmppyc", __doc__, body))
