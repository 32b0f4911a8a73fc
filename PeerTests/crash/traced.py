"""One start under strace: the disk is told to keep the commit between the request's arrival and its answer."""

import re
import time

CALLS = "fdatasync,fsync,pwrite64,sendto,write,writev,sendmsg,recvfrom,recvmsg,read"
READS, WRITES = ("read", "recvfrom", "recvmsg"), ("write", "writev", "sendto", "sendmsg")
WHOLE = re.compile(r"^(\d+) +(\w+)\((.*)\) += +(-?\d+)")
BEGUN = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += +(-?\d+)")


class Call:
    """A system call: its text, its result, and the trace's lines where it began and ended."""

    def __init__(self, name, text, began, ended=None, result=None):
        self.name, self.text, self.began, self.ended, self.result = name, text, began, ended, result


def calls(lines):
    open_calls, found = {}, []
    for index, line in enumerate(lines):
        if match := BEGUN.match(line):
            call = Call(match[2], match[3], index)
            open_calls[match[1], match[2]] = call
            found.append(call)
        elif match := RESUMED.match(line):
            call = open_calls.pop((match[1], match[2]), None)
            if call is not None:
                call.text, call.ended, call.result = call.text + match[3], index, int(match[4])
        elif match := WHOLE.match(line):
            found.append(Call(match[2], match[3], index, index, int(match[4])))
    return found


def judge(lines, data):
    """Whether a sync of the log lies between request and answer; a sentence about it either way."""
    found = [call for call in calls(lines) if call.ended is not None]
    request = next((c for c in found if c.name in READS and '"POST /v1/verifications ' in c.text), None)
    if request is None:
        return False, "the trace of %d calls does not show the request's read" % len(found)
    answer = next(
        (c for c in found if c.name in WRITES and c.began > request.ended and '"HTTP/1.1 201 ' in c.text), None)
    if answer is None:
        return False, "the trace does not show the answer's write"
    between = [c for c in found if request.ended < c.began and c.ended < answer.began and str(data) in c.text]
    written = [c for c in between if c.name == "pwrite64" and "-wal>" in c.text]
    synced = [c for c in between if c.name in ("fdatasync", "fsync") and "-wal>" in c.text and c.result == 0]
    if not written:
        return False, "nothing was written to the write-ahead log between request and answer"
    after = [c for c in synced if c.began > written[-1].ended]
    if not after:
        return False, "%d writes to the write-ahead log, and no sync after the last one" % len(written)
    return True, "read at line %d of the trace, %d writes to the log, %s at line %d, answer at line %d" % (
        request.ended + 1, len(written), after[0].name, after[0].began + 1, answer.began + 1)


def trace_one_start(gateway, number):
    """Runs a fresh gateway under strace for one start: (the trace's lines, the answer's status)."""
    path = gateway.workspace.path / "trace"
    gateway.start(before=[
        "strace", "-f", "-y", "-s", "64", "-o", str(path), "-e", "trace=" + CALLS, "-e", "signal=none"])
    gateway.wait_ready()
    api = gateway.connect(timeout=30)
    # What happens once, at the first start of all, is not what is looked at.
    time.sleep(1)
    status = api.ask("POST", "/v1/verifications", {"to": number}).status
    time.sleep(0.5)
    gateway.terminate()
    return path.read_text(errors="replace").splitlines(), status
