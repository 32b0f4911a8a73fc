"""The outside journal: every answer the load got, on disk before the run ends, never touched by the gateway."""

import json
import os
import threading
import time


class Journal:
    """Records in the order they were added, one JSON object a line, synced in groups by a thread of its own."""

    def __init__(self, path):
        self.path, self.waiting, self.closed = path, [], False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._write, daemon=True)
        self.thread.start()

    def add(self, kind, **fields):
        line = json.dumps({"kind": kind, "at": time.time(), **fields})
        with self.changed:
            self.waiting.append(line)
            self.changed.notify()

    def close(self):
        with self.changed:
            self.closed = True
            self.changed.notify()
        self.thread.join()

    def _write(self):
        with open(self.path, "a", encoding="utf-8") as file:
            while True:
                with self.changed:
                    while not self.waiting and not self.closed:
                        self.changed.wait()
                    lines, self.waiting = self.waiting, []
                    if not lines:
                        return
                file.write("\n".join(lines) + "\n")
                file.flush()
                os.fsync(file.fileno())


def records(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]
