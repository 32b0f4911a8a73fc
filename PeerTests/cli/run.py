#!/usr/bin/env python3
"""The command line as its users meet it: what it answers, its exit codes, and the one line when it can't start.

Everything runs in a temporary directory; a gateway and a carrier are started as two processes for the commands that
talk to one.
"""

import argparse
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from programs import DEFAULT_BINARY, Carrier, Gateway, Workspace, binary_of, ports
from properties import Properties


class Line:
    """The binary, run in one directory."""

    def __init__(self, workspace, binary):
        self.folder, self.binary = workspace.path, str(binary)

    def run(self, *arguments, limits=None, text="", **settings):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WATCHWORD_")}
        environment.update({"WATCHWORD_" + k: str(v) for k, v in settings.items()}, SWIFT_BACKTRACE="enable=no")
        return subprocess.run(
            [self.binary, *arguments], env=environment, cwd=self.folder, capture_output=True, text=True, timeout=60,
            input=text, preexec_fn=limits)

    def file(self, name, text, mode=0o600):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path


def is_refused(done, code, *words):
    """One line on standard error with all the words, nothing on standard output, and the exit code."""
    lines = done.stderr.splitlines()
    fine = done.returncode == code and len(lines) == 1 and done.stdout == "" and all(w in lines[0] for w in words)
    return fine, "exit %d, %r %r" % (done.returncode, done.stdout[-200:], done.stderr[-400:])


def without_gateway(line, properties):
    shown = line.run("pdu", "decode", "00000010", "80000000", "0000000e", "00000001")
    properties.expect("pdu decode explains", shown.returncode == 0 and "ESME_RINVPASWD" in shown.stdout, shown.stdout)
    broken = line.run("pdu", "decode", "00zz")
    properties.expect("pdu decode of no octets exits 1", broken.returncode == 1, broken.stdout)
    number = line.run("number", "explain", "+46701234567")
    properties.expect(
        "number explain explains", number.returncode == 0 and "mobile" in number.stdout and "SE" in number.stdout,
        number.stdout)
    batch = line.run("number", "batch", text="SE\t0701234567\n\tx\n")
    properties.expect("number batch answers line by line", len(batch.stdout.splitlines()) == 2, batch.stdout)
    check = line.run("config", "check")
    properties.expect(
        "config check warns while secrets and data lie together",
        check.returncode == 0 and "warning: secrets_file" in check.stdout, check.stdout)
    apart = line.run("config", "check", SECRETS_FILE="elsewhere/secrets")
    properties.expect("and not when they are apart", "lies in data_dir" not in apart.stdout, apart.stdout)
    listed = line.run("config", "keys").stdout
    properties.expect("config keys lists the variables", "WATCHWORD_HTTP_PORT" in listed, listed[:400])
    grouped = line.run("--help").stdout
    properties.expect("help is grouped by task", "RUNNING SUBCOMMANDS" in grouped.upper(), grouped)
    for shell in ("bash", "zsh", "fish"):
        script = line.run("--generate-completion-script", shell)
        properties.expect("completions for " + shell, script.returncode == 0 and "watchword" in script.stdout, "")


def refusals(line, properties):
    """What keeps serve from starting."""
    config = line.file("wrong.yaml", "http:\n  prot: 1\n")
    cases = [
        ("a key nobody knows", 78, ["serve", "--config", config], {}, ["wrong.yaml:2", "http.prot", "http.port"]),
        ("a variable nobody knows", 78, ["serve"], {"HTTP_PROT": 1}, ["WATCHWORD_HTTP_PROT", "WATCHWORD_HTTP_PORT"]),
        ("a wrong value", 78, ["serve"], {"HTTP_PORT": "x"}, ["WATCHWORD_HTTP_PORT", "0 to 65535"]),
        ("a short API key", 78, ["serve"], {"API_KEY": "short"}, ["WATCHWORD_API_KEY", "24"]),
        ("a missing file", 78, ["serve", "--config", "gone.yaml"], {}, ["gone.yaml"]),
        ("an address of another machine", 69, ["serve"], {"HTTP_HOST": "192.0.2.1", "HTTP_PORT": 0}, ["192.0.2.1"]),
        ("a data directory that is a file", 74, ["serve"], {"DATA_DIR": config}, ["wrong.yaml"]),
    ]
    for name, code, arguments, settings, words in cases:
        done = line.run(*map(str, arguments), **settings)
        properties.expect("%s: exit %d, one line" % (name, code), *is_refused(done, code, *words))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = line.run("serve", HTTP_PORT=port)
        properties.expect("a port in use", *is_refused(done, 69, str(port), "WATCHWORD_HTTP_PORT"))
        done = line.run("carrier", "--listen", "127.0.0.1:%d" % port, SIMULATOR_PORT=0)
        properties.expect("a carrier's port in use", *is_refused(done, 69, str(port)))
    done = line.run(
        "serve", limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)), DATA_DIR="full", HTTP_PORT=0)
    properties.expect("no room for the store", *is_refused(done, 74, "full"))


def secrets(line, properties):
    path = line.folder / "watchword-data" / "secrets"
    mode = path.stat().st_mode & 0o777
    properties.expect("the secrets are their owner's alone", mode == 0o600, oct(mode))
    path.chmod(0o644)
    properties.expect("secrets others can read", *is_refused(line.run("serve", HTTP_PORT=0), 78, "chmod 600"))
    path.chmod(0o600)
    kept = path.read_text()
    path.unlink()
    done = line.run("serve", HTTP_PORT=0)
    properties.expect("secrets that are gone", *is_refused(done, 78, "secrets", "put it back"))
    path.write_text(kept + "x y\n")
    path.chmod(0o600)
    properties.expect("secrets that are damaged", *is_refused(line.run("serve", HTTP_PORT=0), 78, "secrets:"))
    path.write_text(kept)
    rotated = line.run("keys", "secrets", "rotate")
    listed = line.run("keys", "secrets", "list").stdout
    properties.expect("secrets rotate", rotated.returncode == 0 and "master 2 (current)" in listed, listed)
    digits = [word for text in kept.splitlines() for word in text.split()[1:2] if len(word) == 64]
    properties.expect("no command shows a secret", not any(d in listed + rotated.stdout for d in digits), "")


def messages(port, number):
    with urllib.request.urlopen("http://127.0.0.1:%d/handsets/%s/messages" % (port, number), timeout=10) as answer:
        return json.load(answer)


def code_at(port, number):
    """The code the handset received last."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        received = messages(port, number)
        if received:
            return received[-1]["code"]
        time.sleep(0.05)
    return None


def listening(process):
    """The ports a process listens on."""
    sockets = set()
    for link in pathlib.Path("/proc/%d/fd" % process).iterdir():
        try:
            sockets.add(os.readlink(link))
        except OSError:
            continue
    found = set()
    for row in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = row.split()
        if fields[3] == "0A" and "socket:[%s]" % fields[9] in sockets:
            found.add(int(fields[1].split(":")[1], 16))
    return found


def with_gateway(workspace, line, binary, properties):
    carrier = Carrier(workspace, binary)
    carrier.start()
    simulator = ports(1)[0]
    gateway = Gateway(workspace, binary, carrier, SIMULATOR_PORT=simulator)
    gateway.start()
    gateway.wait_ready()
    url, key = ["--url", "http://127.0.0.1:%d" % gateway.port], {"API_KEY": gateway.key}
    log = gateway.log.read_text()
    ready = "Watchword listens at http://127.0.0.1:%d\n" % gateway.port
    properties.expect("serve says where it listens", ready in log, log)
    properties.expect(
        "serve opens its HTTP port and no other", listening(gateway.process.pid) == {gateway.port},
        str(listening(gateway.process.pid)))
    started = line.run("verify", "start", "--to", "+46701234567", *url, **key)
    verification = json.loads(started.stdout or "{}").get("id", "")
    code = code_at(carrier.port, "+46701234567")
    properties.expect("verify start sends a code", started.returncode == 0 and code is not None, started.stderr)
    wrong = line.run("verify", "check", verification, "0000" if code != "0000" else "0001", *url, **key)
    properties.expect("a wrong code exits 1", wrong.returncode == 1 and '"valid" : false' in wrong.stdout, wrong.stdout)
    right = line.run("verify", "check", verification, code or "", *url, **key)
    properties.expect("the right one exits 0", right.returncode == 0 and '"valid" : true' in right.stdout, right.stderr)
    sent = line.run("send", "--to", "+46701234568", "--text", "A word.", *url, **key)
    deadline = time.monotonic() + 20
    while not messages(carrier.port, "%2B46701234568") and time.monotonic() < deadline:
        time.sleep(0.05)
    inbox = messages(carrier.port, "%2B46701234568")
    properties.expect("send sends", sent.returncode == 0 and inbox and inbox[-1]["text"] == "A word.", sent.stderr)
    made = line.run("keys", "create", "second", *url, **key)
    answer = json.loads(made.stdout or "{}")
    listed = line.run("keys", "list", *url, API_KEY=answer.get("secret", ""))
    properties.expect("a key that was made opens the gateway", answer.get("id", "-") in listed.stdout, listed.stderr)
    line.run("keys", "delete", answer.get("id", "-"), *url, **key)
    closed = line.run("keys", "list", *url, API_KEY=answer.get("secret", ""))
    properties.expect("and no longer when it was deleted", *is_refused(closed, 1, "401"))
    bad = line.run("send", "--to", "12", "--text", "x", *url, **key)
    properties.expect("what the gateway refuses is told in its words", *is_refused(bad, 1, "400", "to"))
    held = line.run("serve", DATA_DIR=gateway.data, HTTP_PORT=0)
    properties.expect("a data directory in use", *is_refused(held, 69, str(gateway.data), str(gateway.process.pid)))
    properties.expect("SIGTERM ends the gateway with 0", gateway.terminate() == 0, gateway.log_tail(5))
    gone = line.run("verify", "start", "--to", "+46701234567", *url, **key)
    properties.expect("no gateway there", *is_refused(gone, 69, "is the gateway running"))
    properties.expect("SIGTERM ends the carrier with 0", carrier.terminate() == 0, carrier.log_tail(5))


def first_start(line, properties):
    """No file, no variable: a key is made, kept private and said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WATCHWORD_")}
    environment.update(WATCHWORD_HTTP_PORT="0", SWIFT_BACKTRACE="enable=no")
    with subprocess.Popen(
            [line.binary, "serve"], env=environment, cwd=line.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True) as program:
        url = program.stdout.readline().strip().rpartition(" ")[2]
        path = line.folder / "watchword-data" / "api-key"
        key = path.read_text().strip() if path.exists() else ""
        properties.expect("the first start makes a key", len(key) >= 24 and path.stat().st_mode & 0o777 == 0o600, key)
        unreachable = line.run("verify", "start", "--to", "+46701234567", "--url", url, API_KEY=key)
        properties.expect("without a carrier: 503", *is_refused(unreachable, 1, "503"))
        program.send_signal(signal.SIGINT)
        said = program.stderr.read()
        properties.expect("SIGINT ends it with 0", program.wait(40) == 0, said)
        properties.expect("it says where the key is, not the key", str(path.name) in said and key not in said, said)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(DEFAULT_BINARY))
    binary = binary_of(parser.parse_args())
    properties = Properties()
    with Workspace("cli") as workspace:
        line = Line(workspace, binary)
        without_gateway(line, properties)
        refusals(line, properties)
        first_start(line, properties)
        secrets(line, properties)
        with_gateway(workspace, line, binary, properties)
    return properties.finish()


if __name__ == "__main__":
    sys.exit(main())
