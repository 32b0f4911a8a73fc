"""HTTP as a client of the gateway and of the simulated handsets sees it."""

import http.client
import json
import random

# Swedish mobile prefixes after +46. Source: PTS, the Swedish numbering plan for telephony (E.164), 70, 72, 73, 76, 79.
MOBILE_PREFIXES = ("70", "72", "73", "76", "79")


class NotConnected(Exception):
    """Nobody took the connection: the request did not leave."""


class Unanswered(Exception):
    """The request left, and no whole answer came: nobody can say what it did."""


class Answer:
    def __init__(self, status, body):
        self.status, self.body = status, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def problem(self):
        """The status with the problem's code, for counting."""
        try:
            return "%d %s" % (self.status, self.json.get("code", ""))
        except (ValueError, AttributeError):
            return str(self.status)


class Connection:
    """One keep-alive connection to a port of loopback, made anew when it broke."""

    def __init__(self, port, key=None, timeout=15, keep=None):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = {"Authorization": "Bearer " + key} if key else {}
        # Called with every answer's body.
        self.keep = keep

    def ask(self, method, path, body=None, **headers):
        """`body` becomes JSON unless it is bytes. Raises NotConnected or Unanswered."""
        headers = {**self.headers, **{k.replace("_", "-"): v for k, v in headers.items() if v is not None}}
        if body is not None:
            headers["Content-Type"] = "application/json"
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        try:
            if self.http.sock is None:
                self.http.connect()
        except OSError as error:
            self.close()
            raise NotConnected(str(error)) from error
        try:
            self.http.request(method, path, body, headers)
            response = self.http.getresponse()
            answer = Answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unanswered("%s: %s" % (type(error).__name__, error)) from error
        if self.keep is not None:
            self.keep(answer.body)
        return answer

    def close(self):
        self.http.close()


class Handsets:
    """The phones of a carrier process."""

    def __init__(self, port):
        self.connection = Connection(port)

    def messages(self, number):
        """What the phone received, oldest first; raises OSError when the carrier can't be asked."""
        for _ in range(3):
            try:
                answer = self.connection.ask("GET", "/handsets/%s/messages" % number)
            except (NotConnected, Unanswered):
                continue
            if answer.status != 200:
                raise OSError("the handsets answered %d" % answer.status)
            return answer.json
        raise OSError("the handsets do not answer")

    def codes(self, number):
        """Its distinct codes, in the order they came."""
        return list(dict.fromkeys(message["code"] for message in self.messages(number) if message["code"]))


def mobile_numbers(seed):
    """Valid mobile numbers, no two alike."""
    draw, seen = random.Random(seed), set()
    while True:
        number = "+46%s%07d" % (draw.choice(MOBILE_PREFIXES), draw.randrange(10**7))
        if number not in seen:
            seen.add(number)
            yield number


def wrong(code):
    """A code of the same length that is not `code`."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)
