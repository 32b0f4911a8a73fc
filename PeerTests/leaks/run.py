#!/usr/bin/env python3
"""Looks for codes and whole numbers in everything that the gateway writes.

Two gateways, each with a carrier of its own, send codes of 10 digits: some are checked right, some wrong, some sent
again, some left. One is stopped with SIGTERM; the other gets kill -9 twice, the first time with messages still
waiting for their carrier. At several moments every file of the data directory is copied; at the end each code that a
handset received and each number is looked for in every byte of the copies, the logs (level trace) and the answers.
"""

import argparse
import concurrent.futures
import pathlib
import random
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from http_api import Connection, Handsets, NotConnected, Unanswered, mobile_numbers, wrong
from programs import DEFAULT_BINARY, Carrier, Gateway, ProgramFailed, Workspace, binary_of
from properties import Properties, table
from search import Copy, Secrets, copies, forms, search

CODE_LENGTH = 10
THREADS = 4
ARRIVAL_SECONDS = 60
LOCALES = ("en", "es", "fr", "de", "pt", "ru", "ar", "hi", "zh", "ja")
REQUEST_ID = "outside-request-%d"


class Journey:
    """One verification or message: its ID, its number, its service, its phone's codes as known, oldest first."""

    def __init__(self, id, number, service):
        self.id, self.number, self.service, self.codes = id, number, service, []


class Run:
    """One gateway with its carrier, and everything that was seen of both."""

    def __init__(self, workspace, binary, name, numbers, log_format):
        self.name, self.numbers, self.copies, self.answers = name, numbers, [], []
        self.carrier = Carrier(workspace, binary, name + "-carrier")
        self.gateway = Gateway(workspace, binary, self.carrier, name + "-serve", LOG_LEVEL="trace",
                               LOG_FORMAT=log_format)
        self.journeys, self.texts, self.draw = [], [], random.Random(name)
        self.codes, self.used_numbers, self.approved, self.refused, self.resent = set(), set(), 0, [], 0
        self.lock, self.local, self.requests = threading.Lock(), threading.local(), 0

    def ask(self, method, path, body=None, *expected, **headers):
        """An answer with one of the expected statuses; others are remembered as refused."""
        api = self.local.__dict__.get("api")
        if api is None or api.http.port != self.gateway.port:
            api = self.local.api = Connection(self.gateway.port, self.gateway.key, keep=self.answers.append)
        with self.lock:
            self.requests += 1
            headers["X_Request_ID"] = REQUEST_ID % self.requests
        answer = api.ask(method, path, body, **headers)
        if answer.status not in expected:
            self.refused.append("%s answered %s" % (method, answer.problem))
        return answer

    def in_parallel(self, work, items):
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(work, items))

    def copy(self, moment):
        self.copies += copies("%s, %s" % (self.name, moment), self.gateway.data)

    # Steps

    def prepare_services(self):
        """Codes may be sent again at once, in one service the same, in the other new ones."""
        self.ask("PATCH", "/v1/services/default", {"resend_delays_seconds": [0]}, 200)
        self.ask("POST", "/v1/services",
                 {"name": "rotating", "resend_mode": "rotate", "resend_delays_seconds": [0],
                  "origin_host": "example.com"}, 201)

    def start(self, count):
        first = len(self.journeys) + len(self.texts)

        def one(index):
            with self.lock:
                number = next(self.numbers)
                self.used_numbers.add(number)
            body = {"to": number, "ttl_seconds": 300, "code_length": CODE_LENGTH,
                    "locale": LOCALES[index % len(LOCALES)]}
            if index % 4 == 0:
                body["service"] = "rotating"
            service = body.get("service", "default")
            key = "start-%d" % index if index % 2 else None
            answer = self.ask("POST", "/v1/verifications", body, 201, Idempotency_Key=key)
            return Journey(answer.json["id"], number, service) if answer.status == 201 else None

        begun = [journey for journey in self.in_parallel(one, range(first, first + count)) if journey]
        self.journeys += begun
        return begun

    def send_texts(self, count):
        """Messages that bring a code of the caller's in their text."""
        for _ in range(count):
            number, code = next(self.numbers), "%010d" % self.draw.randrange(10**10)
            self.used_numbers.add(number)
            answer = self.ask("POST", "/v1/messages", {"to": number, "text": "Your code is %s." % code}, 201)
            if answer.status == 201:
                self.texts.append(Journey(answer.json["id"], number, None))

    def arrive(self, journeys, count=1):
        """Waits until each phone holds so many codes; those of whom it doesn't."""
        until = time.monotonic() + ARRIVAL_SECONDS

        def look(journey):
            handsets = self.local.__dict__.setdefault("handsets", Handsets(self.carrier.port))
            journey.codes = handsets.codes(journey.number)
            return journey if len(journey.codes) < count else None

        waiting = journeys
        while waiting and time.monotonic() < until:
            waiting = [journey for journey in self.in_parallel(look, waiting) if journey]
            time.sleep(0.1)
        return waiting

    def resend(self, journeys):
        def one(journey):
            answer = self.ask("POST", "/v1/verifications/%s/resend" % journey.id, {}, 200)
            with self.lock:
                self.resent += answer.status == 200

        self.in_parallel(one, journeys)

    def check(self, journeys, plan):
        """`plan` is a list of True (the latest code) and False."""
        def one(pair):
            index, journey = pair
            if not journey.codes:
                return
            for step, right in enumerate(plan):
                code = journey.codes[-1]
                key = "check-%s-%d" % (journey.id, step) if index % 2 else None
                answer = self.ask("POST", "/v1/verifications/%s/check" % journey.id,
                                  {"code": code if right else wrong(code)}, 200, Idempotency_Key=key)
                with self.lock:
                    self.approved += answer.status == 200 and answer.json["valid"]

        self.in_parallel(one, enumerate(journeys))

    def misplace(self, journeys):
        """Codes and numbers where none belong: what is refused must not be written down either."""
        for journey in journeys:
            code, number = journey.codes[-1], journey.number
            check = "/v1/verifications/%s/check" % journey.id
            self.ask("POST", check, {"code": int(code)}, 400)
            self.ask("POST", check, {code: "code"}, 400)
            self.ask("POST", check, {"code": code + "x"}, 400)
            self.ask("POST", check, b'{"code": "%s' % code.encode(), 400)
            self.ask("POST", check, {"code": [code]}, 400)
            self.ask("POST", "/v1/verifications/%s/check" % code, {"code": code}, 404)
            self.ask("GET", "/v1/verifications/%s?code=%s" % (code, code), None, 404)
            self.ask("GET", "/v1/codes/%s" % code, None, 404)
            answer = self.ask("POST", "/v1/verifications/check",
                              {"to": number, "service": journey.service, "code": code}, 200)
            self.approved += answer.status == 200 and answer.json["valid"]
            self.ask("POST", "/v1/verifications", {"to": number + "0000000", "service": code}, 400, 404)
            self.ask("POST", "/v1/verifications", {"to": number, "channel": number}, 400)
            self.ask("GET", "/v1/verifications/" + number, None, 404)

    def collect(self):
        """Every code any handset received; True when every phone that was written to holds one."""
        missing = self.arrive(self.journeys + self.texts)
        for journey in self.journeys + self.texts:
            self.codes.update(journey.codes)
        return not missing


def terminated(workspace, binary, numbers, count):
    """A gateway that is stopped with SIGTERM."""
    run = Run(workspace, binary, "terminated", numbers, "text")
    run.carrier.start()
    run.gateway.start()
    run.gateway.wait_ready()
    run.prepare_services()
    begun = run.start(count)
    run.send_texts(10)
    run.arrive(begun)
    fifth = count // 5
    again = begun[4 * fifth:]
    run.resend(again)
    run.arrive([journey for index, journey in enumerate(again) if (4 * fifth + index) % 4 == 0], 2)
    run.arrive(again)
    misplaced = [journey for journey in begun[3 * fifth:] if journey not in again][:3]
    run.misplace(misplaced)
    run.check(begun[:2 * fifth], [True])
    run.check(again[:fifth // 2], [False, True, True])
    run.check(begun[2 * fifth:2 * fifth + fifth // 2], [False])
    run.check(begun[2 * fifth + fifth // 2:3 * fifth], [False] * 5 + [True])
    run.expected_approved = len(begun[:2 * fifth]) + len(again[:fifth // 2]) + len(misplaced)
    run.copy("running")
    run.arrived = run.collect()
    run.status = run.gateway.terminate()
    run.copy("after SIGTERM")
    return run


def killed(workspace, binary, numbers, count):
    """A gateway that gets kill -9, first while its carrier is away and its messages wait."""
    run = Run(workspace, binary, "killed", numbers, "json")
    run.gateway.start()
    run.gateway.wait_ready()
    run.prepare_services()
    waiting = run.start(count // 2)
    run.send_texts(5)
    run.gateway.kill()
    run.copy("after kill -9 with messages waiting")
    run.carrier.start()
    run.gateway.start()
    run.gateway.wait_ready()
    run.arrive(waiting)
    run.waited = len(waiting)
    begun = run.start(count // 2)
    run.arrive(begun)
    half = len(begun) // 2
    run.check(waiting[:half], [True])
    run.check(begun[:half], [False, True])
    run.expected_approved = len(waiting[:half]) + len(begun[:half])
    run.arrived = run.collect()
    run.gateway.kill()
    run.copy("after kill -9")
    run.gateway.start()
    run.gateway.wait_ready()
    time.sleep(1)
    run.status = run.gateway.terminate()
    run.copy("after the restart and SIGTERM")
    return run


def plant(workspace, digits):
    """Copies of one secret in each form, amid the bytes a file may have; the forms that the search misses."""
    path, missed = workspace.path / "planted", []
    for form, pattern in forms(digits):
        path.write_bytes(random.Random(form).randbytes(70_000) + pattern + b"\0" * 5_000)
        found = Secrets([("a code", digits)]).find(Copy("planted", path).content)
        if ("a code", form, 70_000) not in found:
            missed.append(form)
    path.unlink()
    return missed


def judge(workspace, runs, properties):
    codes = sorted(set().union(*(run.codes for run in runs)))
    numbers = sorted(set().union(*(run.used_numbers for run in runs)))
    long_codes = [code for code in codes if len(code) == CODE_LENGTH]
    code_secrets = Secrets([("a code", code) for code in long_codes])
    number_secrets = Secrets([("a whole number", number[1:]) for number in numbers]
                             + [("a whole national number", "0" + number[3:]) for number in numbers])
    logs = [Copy(run.name + ", whole run", run.gateway.log) for run in runs]
    stores = [copy for run in runs for copy in run.copies]
    table([
        ("starts", sum(len(run.journeys) for run in runs)),
        ("  sent again", sum(run.resent for run in runs)),
        ("messages with a code of the caller's", sum(len(run.texts) for run in runs)),
        ("approved", sum(run.approved for run in runs)),
        ("requests", sum(run.requests for run in runs)),
        ("codes received", len(codes)),
        ("numbers", len(numbers)),
        ("patterns looked for", code_secrets.count + number_secrets.count),
        ("copies of store files", "%d, %.1f MB" % (len(stores), sum(len(c.content) for c in stores) / 1e6)),
        ("logs", "%d lines, %.1f MB" % (sum(c.content.count(b"\n") for c in logs),
                                        sum(len(c.content) for c in logs) / 1e6)),
        ("answers", "%d, %.1f MB" % (sum(len(run.answers) for run in runs),
                                     sum(len(a) for run in runs for a in run.answers) / 1e6)),
    ])
    properties.expect_none("every request was answered as it should be", [r for run in runs for r in run.refused])
    properties.expect("each phone received a code, and all have %d digits" % CODE_LENGTH,
                      all(run.arrived for run in runs) and len(codes) == len(long_codes) > 0,
                      "%d codes, %d of that length" % (len(codes), len(long_codes)))
    properties.expect("the codes are the true ones: each right check was approved",
                      all(run.approved == run.expected_approved for run in runs),
                      "; ".join("%s: %d of %d" % (r.name, r.approved, r.expected_approved) for r in runs))
    properties.expect_none("a planted copy is found, in each form",
                           plant(workspace, long_codes[0]) if long_codes else ["no code to plant"])
    ids = [(REQUEST_ID % 1).encode(), (REQUEST_ID % 7).encode()]
    properties.expect("the logs are whole: request IDs that belong there are found in each",
                      all(id in copy.content for copy in logs for id in ids))
    waited = [copy for run in runs for copy in run.copies if "waiting" in copy.moment]
    properties.expect("the store was looked at with messages waiting, in its write-ahead log too",
                      any(copy.name.endswith("-wal") and copy.content for copy in waited))
    properties.expect("SIGTERM ended serve with status 0", all(run.status == 0 for run in runs),
                      ", ".join("%s: %s" % (run.name, run.status) for run in runs))
    for moment in dict.fromkeys(copy.moment for copy in stores):
        at_moment = [copy for copy in stores if copy.moment == moment]
        files = ", ".join("%s %d" % (copy.name, len(copy.content)) for copy in at_moment)
        properties.expect_none("no code in the store: %s (%s)" % (moment, files), search(code_secrets, at_moment))
        properties.expect_none("no whole number in the store: %s" % moment, search(number_secrets, at_moment))
    properties.expect_none("no code in the logs", search(code_secrets, logs))
    properties.expect_none("no whole number in the logs", search(number_secrets, logs))
    answers = b"\n".join(answer for run in runs for answer in run.answers)
    properties.expect_none("no code or whole number in an answer", [
        "%s as %s" % (kind, form) for secrets in (code_secrets, number_secrets)
        for kind, form, _ in secrets.find(answers)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=DEFAULT_BINARY)
    parser.add_argument("--starts", type=int, default=200, help="for each of the two gateways")
    arguments = parser.parse_args()
    binary = binary_of(arguments)
    properties = Properties()
    with Workspace("leaks") as workspace:
        numbers = mobile_numbers("leaks")
        try:
            runs = [terminated(workspace, binary, numbers, arguments.starts),
                    killed(workspace, binary, numbers, arguments.starts)]
            judge(workspace, runs, properties)
        except (ProgramFailed, NotConnected, Unanswered, OSError) as error:
            properties.expect("the programs run", False, "%s: %s" % (type(error).__name__, error))
        if properties.failed:
            for program in workspace.programs:
                if "serve" in program.name:
                    print("the end of %s's log:\n%s" % (program.name, program.log_tail()))
    return properties.finish()


if __name__ == "__main__":
    sys.exit(main())
