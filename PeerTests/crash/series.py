"""Verifications whose history spans one kill: attempts used and approvals given before it must hold after it."""

import time

from http_api import Handsets, NotConnected, Unanswered, wrong


class Series:
    """One series a kill. Everything is asked on one connection while the gateway is up; the load goes on beside it."""

    def __init__(self, load):
        self.load, self.handsets = load, Handsets(load.carrier.port)
        self.attempts_kept, self.approvals_kept = 0, 0
        self.attempts_wrong, self.approvals_wrong = [], []
        self.open = None

    def prepare(self):
        """Three wrong checks of one verification, the right one of another, all answered."""
        api = self.load.gateway.connect()
        attempts, approval = self._start(api), self._start(api)
        for left in (4, 3, 2):
            self._expect(self.attempts_wrong, "before the kill", self._check(api, attempts, False),
                         False, "wrong_code", left)
        self._expect(self.approvals_wrong, "before the kill", self._check(api, approval, True), True, None)
        self.open = (attempts, approval)
        api.close()

    def conclude(self):
        """After the restart: two more wrong ones, then the right one is refused; the approved one stays used."""
        if self.open is None:
            return
        (attempts, approval), self.open = self.open, None
        api = self.load.gateway.connect()
        wrong_ones = self.attempts_wrong
        kept = [
            self._expect(wrong_ones, "4th wrong one", self._check(api, attempts, False), False, "wrong_code", 1),
            self._expect(wrong_ones, "5th wrong one", self._check(api, attempts, False), False, "too_many_checks", 0),
            self._expect(wrong_ones, "right one after 5 wrong ones", self._check(api, attempts, True),
                         False, "too_many_checks", 0),
        ]
        self.attempts_kept += all(kept)
        self.approvals_kept += self._expect(
            self.approvals_wrong, "right one a second time", self._check(api, approval, True), False, "already_used")
        api.close()

    def _start(self, api):
        number = self.load.next_number()
        answer = api.ask("POST", "/v1/verifications", {"to": number, "ttl_seconds": self.load.ttl})
        if answer.status != 201:
            raise SeriesFailed("a start of a series was answered %s" % answer.problem)
        view = answer.json
        self.load.journal.add(
            "start", id=view["id"], number=number, key=None, created_at=view["created_at"],
            expires_at=view["expires_at"], repeated=False)
        until = time.monotonic() + 20
        while True:
            codes = self.handsets.codes(number)
            if codes:
                return view["id"], codes[0]
            if time.monotonic() > until:
                raise SeriesFailed("a code of a series did not arrive within 20 s")
            time.sleep(0.02)

    def _check(self, api, verification, right):
        id, code = verification
        body = {"code": code if right else wrong(code)}
        for _ in range(20):
            try:
                answer = api.ask("POST", "/v1/verifications/%s/check" % id, body)
                break
            except NotConnected:
                time.sleep(0.1)
            except Unanswered as error:
                raise SeriesFailed("a check of a series got no answer while nobody killed: %s" % error) from error
        else:
            raise SeriesFailed("a check of a series found nobody listening")
        if answer.status != 200:
            raise SeriesFailed("a check of a series was answered %s" % answer.problem)
        self.load.check_answered(id, body["code"], right, None, answer.json)
        return answer.json

    def _expect(self, wrong_ones, when, view, valid, reason, left=None):
        told = (view["valid"], view["reason"], view["checks_left"] if left is not None else None)
        if told != (valid, reason, left):
            wrong_ones.append("%s: %s instead of %s" % (when, told, (valid, reason, left)))
            return False
        return True


class SeriesFailed(Exception):
    pass
