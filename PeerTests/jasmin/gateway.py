"""Jasmin 0.11.1 with Redis and RabbitMQ, set up by its own console; texts go in by HTTP, what comes of them by HTTP."""

import importlib.util
import itertools
import pathlib
import shutil
import socket
import sys
import threading
import time
import urllib.parse

from alphabet import characters
from callbacks import Callbacks
from http_api import Connection
from northbound import PASSWORD, WAIT_SECONDS, Mailbox, Receipt, parts_of
from programs import Program, ProgramFailed, ports

RABBIT = "/usr/lib/rabbitmq/bin/rabbitmq-server"
PROGRAMS = ("redis-server", "epmd", RABBIT)
CONSOLE_USER, CONSOLE_PASSWORD = "jcliadmin", "jclipwd"
SETUP = """
group -a|gid g|ok
user -a|username test|password {password}|gid g|uid u|ok
smppccm -a|cid watchword|host 127.0.0.1|port {smpp}|username {system_id}|password {password}|bind transceiver
|con_fail_delay 1|con_loss_delay 1|elink_interval 5|submit_throughput 0|ok
mtrouter -a|type defaultroute|connector smppc(watchword)|rate 0.00|ok
httpccm -a|cid sink|url http://127.0.0.1:{sink}/text|method GET|ok
morouter -a|type defaultroute|connector http(sink)|ok
smppccm -1 watchword
"""


def patched(workspace):
    """Jasmin in the workspace, with what keeps 0.11.1 from working mended."""
    source = pathlib.Path(importlib.util.find_spec("jasmin").origin).parent
    target = workspace.path / "patched" / "jasmin"
    shutil.copytree(source, target)
    # jasmin#1236: as released, no message that asks for a receipt gets one: 'SubmitSM' has no attribute 'response'.
    listeners = target / "managers" / "listeners.py"
    listeners.write_text(listeners.read_text().replace("_pdu.response", "r.response"))
    # Its lock lies in a directory that all users of a machine share.
    daemon = target / "bin" / "jasmind.py"
    daemon.write_text(daemon.read_text().replace('"/tmp/jasmind"', repr(str(workspace.path / "jasmind"))))
    return daemon


def amqp_specification():
    """Jasmin's package leaves out the file it names; txamqp brings it."""
    package = pathlib.Path(importlib.util.find_spec("txamqp").origin).parent
    return str(package / "specs" / "standard" / "amqp0-9-1.stripped.xml")


class Jasmin:
    reports_every_part = False

    def __init__(self, workspace, exchange, system_id="app"):
        self.workspace, self.exchange, self.system_id = workspace, exchange, system_id
        self.mailbox, self.accepted, self.changed = Mailbox(), {}, threading.Condition()
        self.tags = itertools.count(1)
        self.callbacks = Callbacks(self.called, answer=b"ACK/Jasmin", encoding="latin-1")
        names = ("redis", "epmd", "rabbit", "dist", "console", "http", "manager", "router", "server")
        self.ports = dict(zip(names, ports(len(names))))
        self.redis, self.epmd = (Program(workspace, name, shutil.which(name) or name) for name in PROGRAMS[:2])
        self.rabbit = Program(workspace, "rabbitmq", RABBIT)
        self.jasmin = Program(workspace, "jasmin", sys.executable)
        self.daemon = patched(workspace)

    def called(self, path, fields):
        if path == "/text":
            octets = bytes.fromhex(fields["binary"])
            # 0.11.1 writes the octet of data_coding as it is, not its digits.
            text = octets.decode("utf-16-be") if fields["coding"] == "\x08" else characters(octets)
            self.mailbox.add(text=(fields["from"].lstrip("+"), fields["to"].lstrip("+"), text))
            return
        tag = int(path.rpartition("/")[2])
        with self.changed:
            if fields["level"] == "1":
                self.accepted[tag] = fields["message_status"]
                self.changed.notify_all()
                return
        self.mailbox.add(receipt=Receipt(fields["id_smsc"], fields["message_status"]))
        with self.changed:
            self.accepted.setdefault(tag, "ESME_ROK")
            self.changed.notify_all()

    def start(self):
        at = self.workspace.path
        self.redis.spawn(["--bind", "127.0.0.1", "--port", str(self.ports["redis"]), "--save", "", "--appendonly", "no",
                          "--dir", str(at)], {})
        self.redis.wait_listening(self.ports["redis"])
        self.epmd.spawn(["-address", "127.0.0.1", "-port", str(self.ports["epmd"])], {})
        self.epmd.wait_listening(self.ports["epmd"])
        for folder in ("rabbit", "rabbitlog", "store", "log", "etc"):
            (at / folder).mkdir()
        self.rabbit.spawn([], {}, variables={
            "HOME": str(at), "RABBITMQ_NODENAME": "peer@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.ports["rabbit"]), "RABBITMQ_DIST_PORT": str(self.ports["dist"]),
            "ERL_EPMD_PORT": str(self.ports["epmd"]), "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(at / "rabbit"), "RABBITMQ_LOG_BASE": str(at / "rabbitlog"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}"})
        self.rabbit.wait_listening(self.ports["rabbit"], seconds=90)
        self.jasmin.spawn(
            [str(self.daemon), "-u", CONSOLE_USER, "-p", CONSOLE_PASSWORD,
             "--enable-dlr-thrower", "--enable-dlr-lookup", "--enable-deliver-thrower"], {}, variables={
                "PYTHONPATH": str(self.daemon.parents[2]), "ROOT_PATH": str(at), "LOG_PATH": str(at / "log"),
                "CONFIG_PATH": str(at / "etc"), "REDIS_CLIENT_PORT": str(self.ports["redis"]),
                "AMQP_BROKER_SPEC": amqp_specification(),
                "AMQP_BROKER_PORT": str(self.ports["rabbit"]), "JCLI_PORT": str(self.ports["console"]),
                "HTTP_API_PORT": str(self.ports["http"]), "HTTP_API_BIND": "127.0.0.1",
                "CLIENT_MANAGEMENT_PORT": str(self.ports["manager"]), "CLIENT_MANAGEMENT_BIND": "127.0.0.1",
                "CLIENT_MANAGEMENT_STORE_PATH": str(at / "store"), "ROUTER_STORE_PATH": str(at / "store"),
                "ROUTER_PORT": str(self.ports["router"]), "ROUTER_BIND": "127.0.0.1",
                "SMPP_SERVER_PORT": str(self.ports["server"]), "SMPP_SERVER_BIND": "127.0.0.1"})
        self.jasmin.wait_listening(self.ports["console"], seconds=60)
        self.jasmin.wait_listening(self.ports["http"])
        self.console(SETUP.replace("\n|", "|").format(
            password=PASSWORD, smpp=self.exchange.smpp_port, system_id=self.system_id,
            sink=self.callbacks.port).split("\n"))
        self.wait_bound(True)

    def close(self):
        for program in (self.jasmin, self.rabbit, self.epmd, self.redis):
            program.kill()
        self.callbacks.close()

    def console(self, commands):
        """Lines for its console, `|` between the answers to one command; what it said last."""
        said = ""
        with socket.create_connection(("127.0.0.1", self.ports["console"]), timeout=20) as connection:
            def until_silence():
                # Not every question ends in a prompt that could be waited for: the first does not.
                seen = b""
                connection.settimeout(0.5)
                try:
                    while not seen.endswith((b"> ", b"jcli : ")):
                        octets = connection.recv(65536)
                        if not octets:
                            raise ProgramFailed("Jasmin's console closed")
                        seen += octets
                except TimeoutError:
                    pass
                return seen.decode(errors="replace")

            until_silence()
            for line in [CONSOLE_USER, CONSOLE_PASSWORD] + [part for c in commands if c for part in c.split("|")]:
                connection.sendall(line.encode() + b"\r\n")
                said = until_silence()
        return said

    def wait_bound(self, wanted):
        until = time.monotonic() + WAIT_SECONDS
        while ("BOUND_TRX" in self.console(["smppccm -l"])) != wanted:
            if time.monotonic() > until:
                raise ProgramFailed("Jasmin's connector did not come %s" % ("up" if wanted else "down"))

    def bind(self):
        self.console(["smppccm -1 watchword"])
        self.wait_bound(True)

    def unbind(self):
        self.console(["smppccm -0 watchword"])
        self.wait_bound(False)

    def submit(self, sender, number, text, plus=""):
        """The message_ids that its reports name; it has none until the receipt. Jasmin writes `to` as it is given."""
        tag = next(self.tags)
        known = len(self.mailbox.receipts)
        query = {"username": "test", "password": PASSWORD, "from": sender, "to": plus + number.lstrip("+"),
                 "dlr": "yes", "dlr-level": 3, "dlr-method": "GET",
                 "dlr-url": "http://127.0.0.1:%d/report/%d" % (self.callbacks.port, tag)}
        if parts_of(text, 0)[0] == 0:
            query.update(coding=0, content=text)
        else:
            query.update({"coding": 8, "hex-content": text.encode("utf-16-be").hex()})
        answer = Connection(self.ports["http"]).ask("GET", "/send?" + urllib.parse.urlencode(query))
        if answer.status != 200:
            raise ProgramFailed("Jasmin answered %d %r" % (answer.status, answer.body))
        with self.changed:
            self.changed.wait_for(lambda: tag in self.accepted, WAIT_SECONDS)
        self.mailbox.wait(lambda box: len(box.receipts) > known)
        return [receipt.message_id for receipt in self.mailbox.receipts[known:]]
