"""Judges the journal: which histories the rules allow, and what the gateway and the handsets must hold at the end."""

import collections
import datetime

CHECKS_MAX = 5


def seconds_of(rfc3339):
    return datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp()


class Checked(collections.namedtuple("Checked", "status used kept")):
    """One state a verification may be in; `kept` holds the answers given under an Idempotency-Key."""

    def check(self, right, key):
        """(the state after it, valid, reason, checks left)"""
        for kept_key, valid, reason, left in self.kept:
            if key is not None and kept_key == key:
                return self, valid, reason, left
        left = CHECKS_MAX - self.used
        if self.status != "pending":
            status, used, valid = self.status, self.used, False
            reason = {"approved": "already_used", "failed": "too_many_checks"}.get(self.status, self.status)
        elif right:
            status, used, valid, reason, left = "approved", self.used + 1, True, None, left - 1
        else:
            status = "pending" if left > 1 else "failed"
            used, valid, left = self.used + 1, False, left - 1
            reason = "wrong_code" if left else "too_many_checks"
        kept = self.kept if key is None else self.kept | {(key, valid, reason, left)}
        return Checked(status, used, kept), valid, reason, left


class Verification:
    """One 201 and everything that was asked of it, in order."""

    def __init__(self, start):
        self.id, self.number, self.key = start["id"], start["number"], start["key"]
        self.created_at, self.expires_at = start["created_at"], start["expires_at"]
        self.answered_at, self.is_repeated = start["at"], start["repeated"]
        self.expiry = seconds_of(start["expires_at"])
        self.events = []

    @property
    def answered_checks(self):
        return [event for event in self.events if event["kind"] == "check"]

    @property
    def approvals(self):
        return sum(event["valid"] for event in self.answered_checks)

    @property
    def wrong_answers(self):
        """Answers that called a code wrong and left attempts; the last wrong one is answered too_many_checks."""
        return sum(event["reason"] == "wrong_code" for event in self.answered_checks)

    @property
    def is_canceled(self):
        return any(event["kind"] == "canceled" or event["kind"] == "unanswered_cancel" for event in self.events)

    def histories(self):
        """The states that every answer allows, or a sentence about the first answer that none allows.

        A request without an answer may have happened or not; both are followed.
        """
        states = {Checked("pending", 0, frozenset())}
        for event in self.events:
            kind = event["kind"]
            if kind == "canceled":
                states = {state._replace(status="canceled") for state in states
                          if state.status in ("pending", "canceled")}
            elif kind == "unanswered_cancel":
                states |= {state._replace(status="canceled") for state in states if state.status == "pending"}
            elif kind == "unanswered_check":
                states |= {state.check(event["right"], event["key"])[0] for state in states}
            elif kind == "check" and event["reason"] == "expired":
                if event["at"] < self.expiry - 1:
                    return "%s answered expired %.1f s early" % (self.id, self.expiry - event["at"])
                states = {state._replace(status="expired") for state in states
                          if state.status in ("pending", "expired")}
            elif kind == "check":
                outcomes = [state.check(event["right"], event["key"]) for state in states]
                states = {
                    state for state, valid, reason, left in outcomes
                    if (valid, reason) == (event["valid"], event["reason"]) and left == event["checks_left"]}
            if not states:
                return "%s: no history explains the answer %s" % (
                    self.id, {k: event.get(k) for k in ("kind", "right", "valid", "reason", "checks_left")})
        return states


class Books:
    def __init__(self, records):
        self.verifications, self.unanswered = {}, collections.Counter()
        # Numbers whose phone may hold a code that nobody was promised: a start without key was never answered.
        self.unclear_numbers = set()
        for record in records:
            kind = record["kind"]
            if kind == "start":
                self.verifications[record["id"]] = Verification(record)
            elif kind == "unanswered_start":
                self.unanswered["starts"] += 1
                if record["given_up"]:
                    self.unclear_numbers.add(record["number"])
            else:
                if kind.startswith("unanswered"):
                    self.unanswered["checks" if kind == "unanswered_check" else "cancels"] += 1
                self.verifications[record["id"]].events.append(record)
        self.by_number = collections.defaultdict(list)
        for verification in self.verifications.values():
            self.by_number[verification.number].append(verification)

    def promised(self, number):
        """How many distinct codes the number's phone must at least hold."""
        return sum(not verification.is_canceled for verification in self.by_number[number])
