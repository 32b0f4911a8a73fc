"""What a driver claims, line by line, and whether it held."""


class Properties:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def expect(self, name, holds, detail=""):
        """`detail` is shown when the property fails."""
        if holds:
            self.passed += 1
            print("ok    " + name, flush=True)
        else:
            self.failed += 1
            print("FAIL  " + name + (": " + detail if detail else ""), flush=True)

    def expect_none(self, name, offenders):
        """Holds when the list is empty; its beginning is shown otherwise."""
        offenders = list(offenders)
        shown = "; ".join(str(offender) for offender in offenders[:5])
        self.expect(name, not offenders, "%d, the first: %s" % (len(offenders), shown))

    def finish(self):
        """Prints the last line; the exit status."""
        print("%d passed, %d failed" % (self.passed, self.failed), flush=True)
        return 1 if self.failed else 0


def table(rows):
    """Rows of a name and a value."""
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print("%-*s  %s" % (width, name, value))
    print(flush=True)
