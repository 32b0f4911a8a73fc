"""A mobile core of Debian's programs: OsmoSTP, OsmoHLR, OsmoMSC with its SMSC, and the subscribers in it.

Everything listens on one loopback address of its own, drawn at random, so that the programs' fixed ports meet nobody.
"""

import pathlib
import random
import re
import shutil
import socket
import subprocess
import time

from programs import PASSWORD, SYSTEM_ID, Program, ProgramFailed

# Each way of delivering binds under its own name. OsmoMSC sends a receipt not to who submitted but by the routes of
# what it is addressed to, so each has its own number too; all else goes to the first account.
TRANSACTION_SYSTEM_ID, TRANSACTION_SENDER = SYSTEM_ID + "-now", "46700999003"
SMPP, SGS, M3UA, GSUP, HLR_CONTROL, HLR_TERMINAL, MSC_TERMINAL = 2775, 29118, 2905, 4222, 4259, 4258, 4254
PROGRAMS = ("osmo-stp", "osmo-hlr", "osmo-msc", "gcc")

LOG = """
log stderr
 logging filter all 1
 logging color 0
 logging print category 1
 logging timestamp 1
 logging level set-all notice
"""
STP = LOG + """
line vty
 no login
 bind {address}
cs7 instance 0
 xua rkm routing-key-allocation dynamic-permitted
 listen m3ua {m3ua}
  accept-asp-connections dynamic-permitted
  local-ip {address}
"""
HLR = LOG + """
line vty
 bind {address}
ctrl
 bind {address}
hlr
 gsup
  bind ip {address}
"""
MSC = LOG + """
 logging level smpp debug
line vty
 bind {address}
ctrl
 bind {address}
cs7 instance 0
 asp asp-clnt-OsmoMSC-A-Iu 2905 0 m3ua
  remote-ip {address}
  local-ip {address}
network
 network country code 001
 mobile network code 01
 short name Watch
 long name Watchtower
 encryption a5 0
 authentication optional
msc
 assign-tmsi
 mgw remote-ip {address}
 mgw local-ip {address}
hlr
 remote-ip {address}
 remote-port {gsup}
smpp
 local-tcp-ip {address} {smpp}
 system-id WATCHTOWER
 policy closed
 esme {system_id}
  password {password}
  default-route
  no osmocom-extensions
  dcs-transparent
 esme {transaction_system_id}
  password {password}
  route prefix international isdn {transaction_sender}
  no osmocom-extensions
  dcs-transparent
sgs
 local-ip {address}
 local-port {sgs}
 vlr-name vlr.msc001.epc.mnc001.mcc001.3gppnetwork.org
"""


def own_address():
    """An address of 127.0.0.0/8 on which none of the core's ports is taken."""
    draw = random.SystemRandom()
    for _ in range(20):
        address = "127.%d.%d.%d" % (draw.randint(16, 250), draw.randint(1, 250), draw.randint(2, 250))
        try:
            for port in (SMPP, SGS, M3UA, GSUP, HLR_CONTROL, HLR_TERMINAL, MSC_TERMINAL):
                with socket.socket() as probe:
                    probe.bind((address, port))
        except OSError:
            continue
        return address
    raise ProgramFailed("no address of 127.0.0.0/8 has the core's ports free")


class Core:
    def __init__(self, workspace):
        self.workspace, self.address, self.subscribers = workspace, own_address(), 0
        self.names = dict(
            address=self.address, smpp=SMPP, sgs=SGS, m3ua=M3UA, gsup=GSUP, system_id=SYSTEM_ID, password=PASSWORD,
            transaction_system_id=TRANSACTION_SYSTEM_ID, transaction_sender=TRANSACTION_SENDER)
        self.shim = workspace.path / "sctp_shim.so"
        self.programs = {name: Program(workspace, name, shutil.which(name)) for name in PROGRAMS[:3]}
        self.hlr_terminal = None

    def start(self):
        source = pathlib.Path(__file__).resolve().parent / "sctp_shim.c"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", self.shim, source, "-ldl"], check=True)
        self.start_program("osmo-stp", STP, M3UA, "-c")
        self.start_program("osmo-hlr", HLR, HLR_TERMINAL, "-l", self.workspace.path / "hlr.db", "-c")
        self.hlr_terminal = Terminal(self.address, HLR_TERMINAL)
        self.start_centre()

    def start_centre(self):
        self.start_program("osmo-msc", MSC, SGS, "-c")

    def start_program(self, name, configuration, port, *arguments):
        path = self.workspace.path / (name + ".cfg")
        path.write_text(configuration.format(**self.names))
        variables = {} if name == "osmo-hlr" else {"LD_PRELOAD": str(self.shim)}
        program = self.programs[name]
        program.spawn([*map(str, arguments), str(path)], {}, variables=variables)
        program.wait_listening(port, self.address)

    def subscribe(self, number):
        """Gives a number to a new SIM; its IMSI."""
        self.subscribers += 1
        imsi = "00101%010d" % self.subscribers
        self.hlr_terminal.ask("subscriber imsi %s create" % imsi)
        answer = self.hlr_terminal.ask("subscriber imsi %s update msisdn %s" % (imsi, number.lstrip("+")))
        if "Updated subscriber" not in answer:
            raise ProgramFailed("the HLR did not take the subscriber: " + answer)
        return imsi


class Terminal:
    """The VTY of an Osmocom program: a line in, lines out, up to the next prompt."""

    PROMPT = re.compile(rb"Osmo[A-Za-z]+[>#] ?$")

    def __init__(self, address, port):
        self.socket = socket.create_connection((address, port), timeout=10)
        self.read()
        self.ask("enable")

    def read(self):
        seen, until = b"", time.monotonic() + 10
        while not self.PROMPT.search(seen.replace(b"\r", b"")):
            if time.monotonic() > until:
                raise ProgramFailed("no prompt from a terminal")
            octets = self.socket.recv(65536)
            if not octets:
                raise ProgramFailed("a terminal closed")
            seen += octets
        return seen.decode(errors="replace")

    def ask(self, line):
        self.socket.sendall(line.encode() + b"\n")
        return self.read()
