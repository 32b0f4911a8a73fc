#!/usr/bin/env python3
"""kill -9 of the gateway under load, judged by books that are not its own.

`watchword serve` and `watchword carrier` run as two processes. Threads start verifications, read the codes from the
handsets and check them, some wrong on purpose, while the gateway is killed and restarted again and again. What it
answered is kept in a journal outside; at the end the journal and the handsets' inboxes must agree with the gateway.
Requests whose connection died before an answer are counted apart: nobody can say what they did, so both is allowed.
"""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from books import CHECKS_MAX, Books
from findings import Findings
from http_api import NotConnected, Unanswered, mobile_numbers
from journal import Journal, records
from load import Load
from programs import DEFAULT_BINARY, Carrier, Gateway, ProgramFailed, Workspace, binary_of
from properties import Properties, table
from series import Series, SeriesFailed
from traced import judge, trace_one_start

# Answers the load may get; anything else is a failure.
ALLOWED_ANSWERS = {"start 201", "check 200", "cancel 200"}
# The share of kills that come while the gateway is still starting.
EARLY_SHARE = 0.2
SETTLE_SECONDS = 60
# The carrier takes a little less than comes, so that messages wait in the gateway at every kill.
CARRIER_SHARE = 0.97


class Kills:
    """kill -9, again and again, with a series of its own across most of them."""

    def __init__(self, gateway, carrier, series):
        self.gateway, self.carrier, self.series = gateway, carrier, series
        # Seconds from start to ready; the moments of the kills; sentences.
        self.restarts, self.moments, self.problems = [], [], []

    def run(self, count, pause, draw):
        try:
            for kill in range(count):
                self._wait(early=kill > 0 and draw.random() < EARLY_SHARE, pause=pause, draw=draw)
                self._kill()
                print("kill %d of %d" % (kill + 1, count), flush=True)
            self.restarts.append(self.gateway.wait_ready())
            self.series.conclude()
        except (ProgramFailed, SeriesFailed, NotConnected, Unanswered, OSError) as error:
            self.problems.append("%s: %s" % (type(error).__name__, error))

    def _wait(self, early, pause, draw):
        if early:
            time.sleep(draw.uniform(0, 0.5))
            return
        self.restarts.append(self.gateway.wait_ready())
        self.series.conclude()
        time.sleep(draw.uniform(0.3, 1.7) * pause)
        self.series.prepare()
        if draw.random() < 0.5:
            time.sleep(draw.uniform(0, 0.2))

    def _kill(self):
        for program in (self.gateway, self.carrier):
            if not program.is_running:
                self.problems.append("%s ended by itself with status %s" % (program.name, program.process.returncode))
        self.moments.append(time.time())
        self.gateway.kill()
        self.gateway.start()


def crash(workspace, binary, arguments, properties):
    draw = random.Random(arguments.seed)
    carrier = Carrier(workspace, binary)
    carrier.start()
    gateway = Gateway(workspace, binary, carrier,
                      carrier_fields="rate_per_second=%d" % max(1, arguments.rate * CARRIER_SHARE))
    gateway.start()
    gateway.wait_ready()
    journal = Journal(workspace.path / "journal")
    load = Load(gateway, carrier, journal, mobile_numbers(arguments.seed), rate=arguments.rate,
                workers=arguments.threads, ttl=arguments.ttl, seed=arguments.seed)
    series = Series(load)
    kills = Kills(gateway, carrier, series)
    load.begin()
    began = time.monotonic()
    kills.run(arguments.kills, arguments.pause, draw)
    loaded = time.monotonic() - began
    load.finish(20)
    journal.close()

    findings = Findings(Books(records(journal.path)), gateway, carrier)
    if gateway.is_running:
        findings.settle(SETTLE_SECONDS)
        findings.compare()
        findings.repeat_starts(arguments.ttl, draw)
        findings.repeat_checks(draw)
    report(load, series, findings, kills, loaded)
    judge_load(load, findings, kills, properties)
    judge_starts(findings, properties)
    judge_checks(findings, series, properties)
    if properties.failed:
        print("the end of serve's log:\n" + gateway.log_tail())


def report(load, series, findings, kills, loaded):
    verifications = findings.books.verifications.values()
    unanswered = findings.books.unanswered
    table([
        ("kills", len(kills.moments)),
        ("seconds under load", "%.0f" % loaded),
        ("restart to ready, median / longest", "%.2f s / %.2f s" % (
            statistics.median(kills.restarts), max(kills.restarts)) if kills.restarts else "-"),
        ("starts answered 201", len(verifications)),
        ("  of them after repeating one without answer", sum(v.is_repeated for v in verifications)),
        ("starts nobody took (gateway down)", load.counts["starts nobody took"]),
        ("requests without answer (ambiguous)", ", ".join(
            "%d %s" % (count, kind) for kind, count in sorted(unanswered.items())) or 0),
        ("canceled", sum(v.is_canceled for v in verifications)),
        ("messages arrived", findings.messages),
        ("  distinct codes", findings.codes),
        ("  answered before a kill, arrived after it", findings.outlived(kills.moments)),
        ("  sent twice", findings.messages - findings.codes),
        ("checks answered", sum(len(v.answered_checks) for v in verifications)),
        ("  wrong codes", sum(v.wrong_answers for v in verifications)),
        ("approved", sum(v.approvals for v in verifications)),
        ("series across a kill", "%d attempts kept, %d approvals kept" % (
            series.attempts_kept, series.approvals_kept)),
        ("other answers", ", ".join("%d × %s" % (load.counts[name], name) for name in other_answers(load)) or 0),
        ("lost", len(findings.lost)),
    ])


def other_answers(load):
    return sorted(name for name in load.counts
                  if name.strip() not in ALLOWED_ANSWERS and name != "starts nobody took")


def judge_load(load, findings, kills, properties):
    verifications = findings.books.verifications.values()
    properties.expect_none("the gateway ended by kills only, was ready again after each, and the carrier lived",
                           kills.problems)
    counts = (len(verifications), sum(v.approvals for v in verifications), sum(v.wrong_answers for v in verifications),
              sum(findings.books.unanswered.values()), findings.outlived(kills.moments))
    properties.expect("the load was one: starts, approvals, wrong checks, kills amid requests, messages waiting",
                      all(counts) and not load.broken, "; ".join(load.broken) or "in this order: %s" % (counts,))
    properties.expect_none("no request was answered otherwise than it should be", other_answers(load))


def judge_starts(findings, properties):
    properties.expect_none("every start answered 201 is there", findings.absent)
    properties.expect_none("the message of every start answered 201 arrived", findings.lost)
    properties.expect_none("no phone got a code that nobody was promised", findings.unpromised)
    judge_repeated("start", findings.repeated_starts, properties)


def judge_repeated(what, repeated, properties):
    otherwise = [wrong for wrong in repeated if wrong is not None]
    properties.expect("a %s repeated under its Idempotency-Key after the kills gets its first answer" % what,
                      repeated and not otherwise, "%d of %d, the first: %s" % (
                          len(otherwise), len(repeated), otherwise[:1]))


def judge_checks(findings, series, properties):
    verifications = findings.books.verifications.values()
    properties.expect_none("nothing was approved twice", [v.id for v in verifications if v.approvals > 1])
    properties.expect_none("no wrong code was approved", [
        v.id for v in verifications if any(event["valid"] and not event["right"] for event in v.answered_checks)])
    properties.expect_none("at most %d wrong codes were tried of each" % CHECKS_MAX, [
        v.id for v in verifications if v.wrong_answers >= CHECKS_MAX])
    properties.expect_none("every answer to a check follows from those before it, kills between them or not",
                           findings.unlike)
    properties.expect_none("every verification is now what its answers said", findings.changed)
    judge_repeated("check", findings.repeated_checks, properties)
    properties.expect("3 wrong checks before kill -9 leave 2 after it, then the right code is refused",
                      series.attempts_kept > 0 and not series.attempts_wrong, "; ".join(series.attempts_wrong[:5]))
    properties.expect("a code approved before kill -9 is not approved after it",
                      series.approvals_kept > 0 and not series.approvals_wrong, "; ".join(series.approvals_wrong[:5]))


def traced(workspace, binary, properties):
    name = "a sync of the write-ahead log lies between the request and its answer (strace)"
    if shutil.which("strace") is None and os.environ.get("CI") != "true":
        print("SKIP  %s: strace is missing" % name, flush=True)
        return False
    carrier = Carrier(workspace, binary, name="traced-carrier")
    carrier.start()
    gateway = Gateway(workspace, binary, carrier, name="traced-serve")
    try:
        lines, status = trace_one_start(gateway, next(mobile_numbers("traced")))
    except (OSError, ProgramFailed) as error:
        properties.expect(name, False, "%s\n%s" % (error, gateway.log_tail()))
        return True
    holds, said = judge(lines, gateway.data)
    properties.expect(name, holds and status == 201, "%s; status %d" % (said, status))
    print("      " + said, flush=True)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=DEFAULT_BINARY)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=float, default=75, help="starts a second")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--pause", type=float, default=2.5, help="mean seconds between a restart and the next kill")
    parser.add_argument("--ttl", type=int, default=120, help="the codes' life in seconds")
    parser.add_argument("--seed", default=None, help="of the load and the moments of the kills")
    parser.add_argument("--only", choices=["crash", "traced"])
    arguments = parser.parse_args()
    binary = binary_of(arguments)
    arguments.seed = arguments.seed or "%08x" % random.SystemRandom().getrandbits(32)
    print("seed %s, binary %s" % (arguments.seed, binary), flush=True)
    properties = Properties()
    with Workspace("crash") as workspace:
        ran = True
        if arguments.only != "crash":
            ran = traced(workspace, binary, properties)
        if arguments.only != "traced":
            try:
                crash(workspace, binary, arguments, properties)
            except ProgramFailed as error:
                properties.expect("the programs run", False, str(error))
                for program in workspace.programs:
                    print("the end of %s's log:\n%s" % (program.name, program.log_tail()))
    if arguments.only == "traced" and not ran:
        print("strace is missing")
        return 77
    return properties.finish()


if __name__ == "__main__":
    sys.exit(main())
