"""Kannel's bearerbox and smsbox as one application: texts go in by HTTP, reports and messages come back by HTTP."""

import itertools
import shutil
import threading
import time
import urllib.parse

from callbacks import Callbacks
from http_api import Connection
from northbound import PASSWORD, WAIT_SECONDS, Mailbox, Receipt, parts_of
from programs import Program, ProgramFailed, ports

PROGRAMS = ("bearerbox", "smsbox")
# Kannel's kinds of report, its User's Guide chapter 14 ("delivery reports").
DELIVERED, UNDELIVERED, ACCEPTED, REFUSED = 1, 2, 8, 16
CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {password}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
log-level = 1

group = smsc
smsc = smpp
smsc-id = watchword
host = 127.0.0.1
port = {smpp}
transceiver-mode = true
smsc-username = {system_id}
smsc-password = {password}
system-type = ""
interface-version = {version}
enquire-link-interval = 5
reconnect-delay = 1
max-pending-submits = 20

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-queue-delay = 1
mo-recode = true
log-level = 1

group = sendsms-user
username = test
password = {password}
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
accept-x-kannel-headers = false
omit-empty = true
get-url = "http://127.0.0.1:{sink}/text?from=%p&to=%P&text=%a"
max-messages = 0
"""


class Kannel:
    # Kannel 1.4.5 asks for the report of a long text's last part alone.
    reports_every_part = False

    def __init__(self, workspace, exchange, system_id="app", version="34"):
        self.mailbox, self.accepted, self.refused = Mailbox(), {}, {}
        self.tags, self.changed = itertools.count(1), threading.Condition()
        self.callbacks = Callbacks(self.called)
        self.admin, boxes, self.sendsms = ports(3)
        self.configuration = workspace.path / ("kannel-%s.conf" % version)
        self.configuration.write_text(CONFIGURATION.format(
            admin=self.admin, boxes=boxes, sendsms=self.sendsms, smpp=exchange.smpp_port, system_id=system_id,
            password=PASSWORD, version=version, sink=self.callbacks.port))
        self.bearerbox, self.smsbox = (Program(workspace, name, shutil.which(name)) for name in PROGRAMS)
        self.boxes = boxes

    def called(self, path, fields):
        if path == "/text":
            self.mailbox.add(text=(fields["from"].lstrip("+"), fields["to"].lstrip("+"), fields["text"]))
            return
        kind, tag, id = int(fields["kind"]), int(fields["tag"]), fields.get("id", "")
        if kind in (DELIVERED, UNDELIVERED):
            self.mailbox.add(receipt=Receipt(id, "DELIVRD" if kind == DELIVERED else "UNDELIV"))
        with self.changed:
            if kind == ACCEPTED:
                self.accepted.setdefault(tag, []).append(id)
            elif kind == REFUSED:
                self.refused.setdefault(tag, []).append(id)
            self.changed.notify_all()

    def start(self):
        self.bearerbox.spawn(["-v", "1", str(self.configuration)], {})
        self.bearerbox.wait_listening(self.boxes)
        self.smsbox.spawn(["-v", "1", str(self.configuration)], {})
        self.smsbox.wait_listening(self.sendsms)
        self.wait_online()

    def close(self):
        self.smsbox.kill()
        self.bearerbox.kill()
        self.callbacks.close()

    def command(self, name, **fields):
        path = "/%s?%s" % (name, urllib.parse.urlencode({"password": PASSWORD, **fields}))
        return Connection(self.admin).ask("GET", path).body.decode(errors="replace")

    def wait_online(self, wanted=True):
        until = time.monotonic() + WAIT_SECONDS
        while ("(online" in self.command("status.txt")) != wanted:
            if time.monotonic() > until:
                raise ProgramFailed("Kannel's link did not come %s" % ("up" if wanted else "down"))
            time.sleep(0.1)

    def bind(self):
        self.command("start-smsc", smsc="watchword")
        self.wait_online()

    def unbind(self):
        self.command("stop-smsc", smsc="watchword")
        self.wait_online(False)

    def send(self, sender, number, text, **fields):
        """The tag that reports of it carry."""
        tag = next(self.tags)
        report = "http://127.0.0.1:%d/report?tag=%d&kind=%%d&id=%%F" % (self.callbacks.port, tag)
        coding = 2 if parts_of(text, 0)[0] else 0
        query = {"username": "test", "password": PASSWORD, "from": sender, "to": number, "text": text,
                 "charset": "UTF-8", "coding": coding, "dlr-mask": 31, "dlr-url": report, **fields}
        answer = Connection(self.sendsms).ask("GET", "/cgi-bin/sendsms?" + urllib.parse.urlencode(query))
        if answer.status != 202:
            raise ProgramFailed("Kannel answered %d" % answer.status)
        return tag

    def submit(self, sender, number, text):
        """The message_ids that Kannel reports of it."""
        tag = self.send(sender, number, text)
        with self.changed:
            self.changed.wait_for(lambda: tag in self.accepted or tag in self.refused, WAIT_SECONDS)
            return list(self.accepted.get(tag, []))
