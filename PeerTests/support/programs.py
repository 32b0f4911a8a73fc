"""The programs under test, run as their users run them: `watchword serve` and `watchword carrier`."""

import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from http_api import Connection, NotConnected, Unanswered

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_BINARY = ROOT / ".build" / "release" / "watchword"
SYSTEM_ID, PASSWORD = "outside", "letmein"
READY_SECONDS = 30


def ports(count, draw=random):
    """TCP ports of loopback that nobody listens on, below those the system gives to outgoing connections.

    A client that keeps trying a port of that range while nobody listens there can come to be connected to itself.
    """
    found = []
    while len(found) < count:
        port = draw.randint(15_000, 31_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


class Workspace:
    """A temporary directory and the programs started in it; on leaving, the programs end and the directory goes."""

    def __init__(self, name):
        self.name, self.programs = name, []

    def __enter__(self):
        # A time limit ends this program with SIGTERM; what it started must not outlive it.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="watchword-%s-" % self.name))
        return self

    def __exit__(self, *_):
        for program in self.programs:
            program.kill()
        shutil.rmtree(self.path, ignore_errors=True)

    def show_logs(self, *names):
        """Prints the end of each program's log, or of those named, without numbers and codes: peers write both."""
        for program in self.programs:
            if not names or program.name in names:
                shown = re.sub(r"\d{5,}|(?:[0-9a-f]{2} ){8,}", "…", program.log_tail())
                print("the end of %s's log:\n%s" % (program.name, shown))


class Program:
    """One process group; its output goes to a file that later starts continue."""

    def __init__(self, workspace, name, binary):
        self.workspace, self.name, self.binary = workspace, name, str(binary)
        self.log = workspace.path / (name + ".log")
        self.process = None
        workspace.programs.append(self)

    def spawn(self, arguments, settings, before=(), variables=None):
        """`settings` become WATCHWORD_ variables; `variables` go as they are."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WATCHWORD_")}
        environment.update({"WATCHWORD_" + k: str(v) for k, v in settings.items()}, SWIFT_BACKTRACE="enable=no")
        environment.update(variables or {})
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*before, self.binary, *arguments], env=environment, cwd=self.workspace.path, stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """kill -9 of the whole process group."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def terminate(self, seconds=40):
        """SIGTERM; the exit status, or None when it did not end in time."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def wait_until(self, port, path, seconds=READY_SECONDS):
        """Until GET `path` is answered 200; the seconds it took."""
        began = time.monotonic()
        connection = Connection(port, timeout=5)
        while True:
            if not self.is_running:
                raise ProgramFailed("%s ended by itself with status %s" % (self.name, self.process.returncode))
            try:
                if connection.ask("GET", path).status == 200:
                    connection.close()
                    return time.monotonic() - began
            except (NotConnected, Unanswered):
                pass
            if time.monotonic() - began > seconds:
                raise ProgramFailed("%s did not answer 200 at %s within %d s" % (self.name, path, seconds))
            time.sleep(0.02)

    def wait_listening(self, port, address="127.0.0.1", seconds=READY_SECONDS):
        """Until the port takes a connection."""
        until = time.monotonic() + seconds
        while True:
            if not self.is_running:
                raise ProgramFailed(
                    "%s ended by itself with status %s: %s" % (self.name, self.process.returncode, self.log_tail(3)))
            try:
                socket.create_connection((address, port), timeout=1).close()
                return
            except OSError:
                pass
            if time.monotonic() > until:
                raise ProgramFailed("%s did not listen on port %d within %d s" % (self.name, port, seconds))
            time.sleep(0.05)

    def log_tail(self, lines=40):
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


class ProgramFailed(Exception):
    pass


class Carrier(Program):
    """`watchword carrier` with the fastest profile."""

    def __init__(self, workspace, binary, name="carrier"):
        super().__init__(workspace, name, binary)
        self.smpp_port, self.port = ports(2)

    def start(self):
        self.spawn(
            ["carrier", "--listen", "127.0.0.1:%d" % self.smpp_port, "--system-id", SYSTEM_ID,
             "--password", PASSWORD, "--profile", "instant"],
            {"SIMULATOR_PORT": self.port})
        self.wait_until(self.port, "/carriers")


class Gateway(Program):
    """`watchword serve` with one carrier, its secrets apart from its data; without one, CARRIERS may be a setting."""

    def __init__(self, workspace, binary, carrier, name="serve", carrier_fields="window=100&priority=1", **settings):
        super().__init__(workspace, name, binary)
        self.port = ports(1)[0]
        self.data = workspace.path / (name + "-data")
        self.key = "outside-driver-%030x" % random.SystemRandom().getrandbits(120)
        self.settings = {
            "HTTP_PORT": self.port, "API_KEY": self.key, "DATA_DIR": self.data,
            "SECRETS_FILE": workspace.path / (name + "-secrets"),
            **settings}
        if carrier is not None:
            self.settings["CARRIERS"] = "outside=smpp://%s:%s@127.0.0.1:%d?%s" % (
                SYSTEM_ID, PASSWORD, carrier.smpp_port, carrier_fields)

    def start(self, before=()):
        self.spawn(["serve"], self.settings, before)

    def wait_ready(self):
        return self.wait_until(self.port, "/readyz")

    def connect(self, timeout=15):
        return Connection(self.port, self.key, timeout)


def missing_programs(names):
    """Those of the programs, by name or path, that are not installed."""
    return [name for name in names if shutil.which(name) is None]


def binary_of(arguments):
    """The binary to test, as an absolute path; ends the program when there is none."""
    binary = pathlib.Path(arguments.binary).resolve()
    if not os.access(binary, os.X_OK):
        sys.exit("%s is missing: run make build first" % binary)
    return binary
