"""What the gateway and the handsets hold at the end, compared with the books."""

import concurrent.futures
import threading
import time

from books import seconds_of
from http_api import Handsets

# Of each kind.
REPEATED = 60


class Findings:
    def __init__(self, books, gateway, carrier):
        self.books, self.gateway, self.carrier = books, gateway, carrier
        self.lost, self.unpromised, self.absent, self.changed, self.unlike = [], [], [], [], []
        # One entry a repetition: None, or what was wrong with its answer.
        self.repeated_starts, self.repeated_checks = [], []
        self.inboxes = []
        self.local = threading.local()

    def _in_parallel(self, work, items):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(work, items))

    def settle(self, seconds):
        """Waits until every number's phone holds what was promised, or until that is hopeless."""
        until, waiting = time.monotonic() + seconds, list(self.books.by_number)
        while True:
            missing = []
            self._in_parallel(lambda number: self._inbox(number, missing), waiting)
            if not missing or time.monotonic() > until:
                break
            waiting = missing
            time.sleep(0.5)
        self.lost = missing

    def _inbox(self, number, missing):
        handsets = self.local.__dict__.setdefault("handsets", Handsets(self.carrier.port))
        messages = handsets.messages(number)
        codes = {message["code"] for message in messages if message["code"]}
        if len(codes) < self.books.promised(number):
            missing.append(number)
            return
        self.inboxes.append((number, messages, len(codes)))
        if len(codes) > len(self.books.by_number[number]) and number not in self.books.unclear_numbers:
            self.unpromised.append(number)

    @property
    def messages(self):
        return sum(len(messages) for _, messages, _ in self.inboxes)

    @property
    def codes(self):
        return sum(codes for _, _, codes in self.inboxes)

    def outlived(self, moments):
        """Messages answered 201 before a kill that arrived after it."""
        count = 0
        for number, messages, _ in self.inboxes:
            for verification, message in zip(self.books.by_number[number], messages):
                count += any(verification.answered_at < moment < seconds_of(message["received_at"])
                             for moment in moments)
        return count

    def compare(self):
        self._in_parallel(self._compare, self.books.verifications.values())

    def _compare(self, verification):
        api = self.local.__dict__.setdefault("api", self.gateway.connect())
        answer = api.ask("GET", "/v1/verifications/" + verification.id)
        if answer.status != 200:
            self.absent.append("%s: %s" % (verification.id, answer.problem))
            return
        view = answer.json
        if view["expires_at"] != verification.expires_at or view["created_at"] != verification.created_at:
            self.changed.append("%s: its times are not those of the 201" % verification.id)
        states = verification.histories()
        if isinstance(states, str):
            self.unlike.append(states)
            return
        possible = {state.status for state in states}
        if "pending" in possible and time.time() > verification.expiry - 1:
            possible.add("expired")
        if view["status"] not in possible:
            self.changed.append("%s is %s, its answers say %s" % (verification.id, view["status"], sorted(possible)))

    def repeat_starts(self, ttl, draw):
        """Asks some of the starts again that were answered under a key."""
        keyed = [v for v in self.books.verifications.values() if v.key is not None]
        api = self.gateway.connect()
        for verification in draw.sample(keyed, min(REPEATED, len(keyed))):
            answer = api.ask(
                "POST", "/v1/verifications", {"to": verification.number, "ttl_seconds": ttl},
                Idempotency_Key=verification.key)
            is_same = answer.status == 201 and answer.json["id"] == verification.id
            self.repeated_starts.append(None if is_same else "%s: %s" % (verification.id, answer.problem))

    def repeat_checks(self, draw):
        """Asks some of the checks again that were answered under a key; half of them right ones."""
        keyed = [(v.id, check) for v in self.books.verifications.values() for check in v.answered_checks
                 if check["key"] is not None]
        api = self.gateway.connect()
        for right in (True, False):
            alike = [pair for pair in keyed if pair[1]["right"] == right]
            for id, check in draw.sample(alike, min(REPEATED // 2, len(alike))):
                answer = api.ask(
                    "POST", "/v1/verifications/%s/check" % id, {"code": check["code"]}, Idempotency_Key=check["key"])
                fields = ("valid", "reason", "checks_left")
                is_same = answer.status == 200 and all(answer.json[field] == check[field] for field in fields)
                self.repeated_checks.append(None if is_same else "%s, first answered valid %s: %s" % (
                    id, check["valid"], answer.problem))
