"""The load: starts at a steady rate, and checks of the codes the handsets received, right and wrong."""

import collections
import heapq
import random
import threading
import time

from http_api import Handsets, NotConnected, Unanswered, wrong

# What is done with a verification after its start, by weight.
PLANS = (
    (40, ("right",)),
    (15, ("wrong", "right")),
    (8, ("wrong", "wrong", "wrong", "right", "wrong")),
    (8, ("right", "right", "wrong")),
    (6, ("wrong",) * 5 + ("right",)),
    (6, ("wrong",) * 3),
    (4, ("cancel",)),
    (13, ()),
)
PAUSE_WHEN_DOWN = 0.05
# A start without answer is repeated under its key until then.
REPEATS_MAX = 400


class Case:
    """A verification on its way through a plan."""

    def __init__(self, start, plan, earlier_codes):
        self.start, self.plan, self.earlier_codes = start, list(plan), earlier_codes
        self.code, self.key, self.polls, self.is_reusable = None, None, 0, False


class Worker(threading.Thread):
    def __init__(self, load, index):
        super().__init__(daemon=True)
        self.load, self.index, self.draw = load, index, random.Random("%s/%d" % (load.seed, index))
        self.api, self.handsets = load.gateway.connect(), Handsets(load.carrier.port)
        self.due, self.count, self.reusable = [], 0, []

    def run(self):
        try:
            self.work()
        except Exception as error:  # The run must fail and say why, whatever broke in a thread.
            self.load.broken.append("%s: %s" % (type(error).__name__, error))

    def work(self):
        interval = self.load.workers_count / self.load.rate
        next_start = time.monotonic() + self.draw.random() * interval
        while not self.load.is_over:
            now = time.monotonic()
            if self.load.is_starting and now >= next_start:
                next_start = max(next_start + interval, now - 1)
                self.first_try()
            elif self.due and self.due[0][0] <= now:
                _, _, action, argument = heapq.heappop(self.due)
                action(argument)
            elif not self.load.is_starting and not self.due:
                return
            else:
                time.sleep(0.005)

    def later(self, seconds, action, argument):
        self.count += 1
        heapq.heappush(self.due, (time.monotonic() + seconds, self.count, action, argument))

    # Starts

    def first_try(self):
        if self.reusable and self.draw.random() < 0.5:
            number, codes = self.reusable.pop()
        else:
            number, codes = self.load.next_number(), []
        self.count += 1
        key = "start-%d-%d" % (self.index, self.count) if self.draw.random() < 0.5 else None
        self.ask_start({"number": number, "codes": codes, "key": key, "tries": 0})

    def ask_start(self, request):
        load, key = self.load, request["key"]
        request["tries"] += 1
        body = {"to": request["number"], "ttl_seconds": load.ttl}
        try:
            answer = self.api.ask("POST", "/v1/verifications", body, Idempotency_Key=key)
        except NotConnected:
            load.count("starts nobody took")
            if request["tries"] > 1:
                self.later(PAUSE_WHEN_DOWN, self.ask_start, request)
            time.sleep(PAUSE_WHEN_DOWN)
            return
        except Unanswered:
            again = key is not None and request["tries"] < REPEATS_MAX
            load.journal.add("unanswered_start", number=request["number"], key=key, given_up=not again)
            if again:
                self.later(PAUSE_WHEN_DOWN, self.ask_start, request)
            return
        load.count("start " + answer.problem)
        if answer.status == 201:
            self.started(request, answer.json)
        elif answer.status == 503 and request["tries"] > 1:
            self.later(PAUSE_WHEN_DOWN, self.ask_start, request)

    def started(self, request, view):
        load, number = self.load, request["number"]
        load.journal.add(
            "start", id=view["id"], number=number, key=request["key"], created_at=view["created_at"],
            expires_at=view["expires_at"], repeated=request["tries"] > 1)
        plan = self.draw.choices([plan for _, plan in PLANS], [weight for weight, _ in PLANS])[0]
        case = Case({"id": view["id"], "number": number}, plan, request["codes"])
        # Some phones get another code later, so that codes of one number can be mixed up, if anything can.
        case.is_reusable = "cancel" not in plan and len(request["codes"]) < 2 and self.draw.random() < 0.1
        self.later(0 if "cancel" in plan else self.draw.uniform(0.02, 0.3), self.go_on, case)

    # What follows a start

    def go_on(self, case):
        if case.plan[:1] == ["cancel"]:
            self.cancel(case)
            return
        if case.code is None:
            fresh = [code for code in self.handsets.codes(case.start["number"]) if code not in case.earlier_codes]
            if not fresh:
                case.polls += 1
                if case.polls < 200:
                    self.later(min(1.0, 0.05 * case.polls), self.go_on, case)
                return
            case.code = fresh[0]
            if case.is_reusable:
                self.reusable.append((case.start["number"], case.earlier_codes + [case.code]))
        if case.plan:
            self.check(case)

    def check(self, case):
        load, id, right = self.load, case.start["id"], case.plan[0] == "right"
        code = case.code if right else wrong(case.code)
        if case.key is None:
            self.count += 1
            # "" stands for a check without a key.
            case.key = "check-%d-%d" % (self.index, self.count) if self.draw.random() < 0.4 else ""
        key = case.key or None
        try:
            answer = self.api.ask("POST", "/v1/verifications/%s/check" % id, {"code": code}, Idempotency_Key=key)
        except NotConnected:
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)
            return
        except Unanswered:
            load.journal.add("unanswered_check", id=id, right=right, key=key)
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)
            return
        load.count("check " + answer.problem)
        if answer.status == 200:
            load.check_answered(id, code, right, key, answer.json)
            case.plan.pop(0)
            case.key = None
            if case.plan:
                self.later(self.draw.choice((0, 0.01, self.draw.uniform(0, 4))), self.go_on, case)
        elif answer.status == 503:
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)

    def cancel(self, case):
        load, id = self.load, case.start["id"]
        try:
            answer = self.api.ask("DELETE", "/v1/verifications/" + id)
        except NotConnected:
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)
            return
        except Unanswered:
            load.journal.add("unanswered_cancel", id=id)
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)
            return
        load.count("cancel " + answer.problem)
        if answer.status == 200:
            load.journal.add("canceled", id=id)
        elif answer.status == 503:
            self.later(PAUSE_WHEN_DOWN, self.go_on, case)


class Load:
    def __init__(self, gateway, carrier, journal, numbers, *, rate, workers, ttl, seed):
        self.gateway, self.carrier, self.journal = gateway, carrier, journal
        self.numbers, self.rate, self.ttl, self.seed, self.workers_count = numbers, rate, ttl, seed, workers
        self.counts, self.broken = collections.Counter(), []
        self.is_starting, self.is_over, self.lock = True, False, threading.Lock()
        self.workers = [Worker(self, index) for index in range(workers)]

    def next_number(self):
        with self.lock:
            return next(self.numbers)

    def count(self, name):
        with self.lock:
            self.counts[name] += 1

    def check_answered(self, id, code, right, key, view):
        self.journal.add(
            "check", id=id, code=code, right=right, key=key, valid=view["valid"], reason=view["reason"],
            status=view["status"], checks_left=view["checks_left"])

    def begin(self):
        for worker in self.workers:
            worker.start()

    def finish(self, seconds):
        """No further starts; what began is followed to its end, for so many seconds at most."""
        self.is_starting = False
        until = time.monotonic() + seconds
        for worker in self.workers:
            worker.join(max(0, until - time.monotonic()))
        self.is_over = True
        for worker in self.workers:
            worker.join(20)
