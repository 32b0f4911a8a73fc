"""An application on PyPI's smpplib 2.2.4: a thread reads its session; answers are waited for by sequence number."""

import logging
import threading

import smpplib.client
import smpplib.consts
import smpplib.exceptions
import smpplib.gsm
import smpplib.smpp

from northbound import PASSWORD, WAIT_SECONDS, Mailbox

logging.getLogger("smpplib").setLevel(logging.CRITICAL)
logging.getLogger("smpp").setLevel(logging.CRITICAL)
INTERNATIONAL, NAME = (1, 1), (5, 0)


class Client(smpplib.client.Client):
    """smpplib's client, whose reading thread answers while another one sends."""

    def __init__(self, *arguments, **fields):
        super().__init__(*arguments, **fields)
        self.sending = threading.Lock()

    def send_pdu(self, p):
        with self.sending:
            return super().send_pdu(p)


class Application:
    reports_every_part = True

    def __init__(self, port, system_id):
        self.port, self.system_id, self.mailbox = port, system_id, Mailbox()
        self.answers, self.changed = {}, threading.Condition()
        self.client, self.reader = None, None

    def bind(self, kind="transceiver", password=PASSWORD):
        """Raises smpplib's PDUError when it is refused."""
        self.client = Client("127.0.0.1", self.port, timeout=5, allow_unknown_opt_params=True)
        self.client.set_message_sent_handler(self.answered)
        self.client.set_query_resp_handler(self.answered)
        self.client.set_error_pdu_handler(self.answered)
        self.client.set_message_received_handler(self.received)
        self.client.connect()
        try:
            getattr(self.client, "bind_" + kind)(system_id=self.system_id, password=password)
        except smpplib.exceptions.PDUError:
            self.client.disconnect()
            raise
        self.answers.clear()
        self.reader = threading.Thread(target=self.read, args=(self.client,), daemon=True)
        self.reader.start()

    def unbind(self):
        self.client.send_pdu(smpplib.smpp.make_pdu("unbind", client=self.client))
        self.reader.join(10)

    def close(self):
        if self.client is not None and self.reader.is_alive():
            self.unbind()

    def read(self, client):
        try:
            while client.state != smpplib.consts.SMPP_CLIENT_STATE_OPEN:
                client.read_once()
        except (smpplib.exceptions.ConnectionError, OSError):
            pass
        client.state = smpplib.consts.SMPP_CLIENT_STATE_OPEN
        client.disconnect()
        with self.changed:
            self.changed.notify_all()

    def answered(self, pdu):
        with self.changed:
            # smpplib gives an error to two handlers; the answer is the same.
            self.answers[pdu.sequence] = pdu
            self.changed.notify_all()

    def received(self, pdu):
        payload = pdu.short_message or getattr(pdu, "message_payload", None) or b""
        self.mailbox.deliver(
            pdu.source_addr.decode(), pdu.destination_addr.decode(), pdu.esm_class, pdu.data_coding, payload)
        return smpplib.consts.SMPP_ESME_ROK

    def send(self, sender, number, octets, **fields):
        """The sequence number of one submit_sm."""
        kind = NAME if not sender.lstrip("+").isdigit() else INTERNATIONAL
        return self.client.send_message(
            source_addr_ton=kind[0], source_addr_npi=kind[1], source_addr=sender.lstrip("+"), dest_addr_ton=1,
            dest_addr_npi=1, destination_addr=number.lstrip("+"), short_message=octets,
            **{"registered_delivery": 1, **fields}).sequence

    def answer(self, sequence, seconds=WAIT_SECONDS):
        """The response, or None when none came."""
        with self.changed:
            self.changed.wait_for(lambda: sequence in self.answers or not self.reader.is_alive(), seconds)
            return self.answers.get(sequence)

    def status(self, sequence):
        answer = self.answer(sequence)
        return None if answer is None else answer.status

    def submit(self, sender, number, text):
        """In as many parts as smpplib makes of it; the message_ids."""
        parts, coding, esm_class = smpplib.gsm.make_parts(text)
        sequences = [self.send(sender, number, part, data_coding=coding, esm_class=esm_class) for part in parts]
        answers = [self.answer(sequence) for sequence in sequences]
        return [answer.message_id.decode() if answer and answer.status == 0 else None for answer in answers]

    def query(self, message_id, sender):
        """The query_sm_resp."""
        return self.answer(self.client.query_message(
            message_id=message_id, source_addr_ton=5, source_addr_npi=0, source_addr=sender).sequence)
