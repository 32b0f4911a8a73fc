"""Finite automata over the ten digits: patterns in, one minimal labelled automaton out.

libphonenumber writes its ranges as regular expressions over digits (classes, groups, alternation, ?, {m,n}).
Their language is small, so all of them are compiled here, once, and the program only walks a table.
"""

try:
    from re import _parser as sre
except ImportError:  # Python before 3.11.
    import sre_parse as sre

ALL_DIGITS = 0x3FF
DEAD = 0


class NFA:
    """A Thompson automaton. `tags[s]` names what has matched once state `s` is reached at the end of the number."""

    def __init__(self):
        self.epsilon, self.moves, self.tags = [], [], {}

    def state(self):
        self.epsilon.append([])
        self.moves.append([])
        return len(self.moves) - 1

    def add_pattern(self, start, pattern):
        """Adds `pattern` from `start` and returns the state that is reached when all of it has matched."""
        return self._sequence(start, sre.parse(pattern))

    def _sequence(self, at, nodes):
        for op, argument in nodes:
            at = self._node(at, str(op), argument)
        return at

    def _digits(self, at, mask):
        end = self.state()
        if mask:
            self.moves[at].append((mask, end))
        return end

    def _node(self, at, op, argument):
        if op == "LITERAL":
            return self._digits(at, bit(argument))
        if op == "IN":
            mask = 0
            for kind, value in argument:
                kind = str(kind)
                if kind == "LITERAL":
                    mask |= bit(value)
                elif kind == "RANGE":
                    for code in range(value[0], value[1] + 1):
                        mask |= bit(code)
                elif kind == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
                    mask |= ALL_DIGITS
                else:
                    raise ValueError("class member not in the subset: %s" % kind)
            return self._digits(at, mask)
        if op == "BRANCH":
            end = self.state()
            for branch in argument[1]:
                inner = self.state()
                self.epsilon[at].append(inner)
                self.epsilon[self._sequence(inner, branch)].append(end)
            return end
        if op == "SUBPATTERN":
            return self._sequence(at, argument[3])
        if op == "MAX_REPEAT":
            least, most, inner = argument
            if most == sre.MAXREPEAT:
                raise ValueError("unbounded repetition is not in the subset")
            for _ in range(least):
                at = self._sequence(at, inner)
            end = self.state()
            self.epsilon[at].append(end)
            for _ in range(most - least):
                at = self._sequence(at, inner)
                self.epsilon[at].append(end)
            return end
        raise ValueError("operator not in the subset: %s" % op)

    def closure(self, states):
        stack, seen = list(states), set(states)
        while stack:
            for target in self.epsilon[stack.pop()]:
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
        return frozenset(s for s in seen if self.moves[s] or s in self.tags)


def bit(code):
    digit = code - ord("0")
    if not 0 <= digit <= 9:
        raise ValueError("literal is not a digit: %r" % chr(code))
    return 1 << digit


def restricted(pattern, lengths):
    """An NFA of its own for the numbers of `pattern` that have one of `lengths`; returns (nfa, start, ends)."""
    plain = NFA()
    start = plain.state()
    end = plain.add_pattern(start, pattern)
    plain.tags[end] = True
    counted, index = NFA(), {}

    def state(key):
        if key not in index:
            index[key] = counted.state()
            queue.append(key)
        return index[key]

    queue, ends = [], []
    first = state((plain.closure([start]), 0))
    while queue:
        members, count = key = queue.pop()
        if end in members and count in lengths:
            ends.append(index[key])
        if count == max(lengths):
            continue
        for digit in range(10):
            target = plain.closure([t for s in members for mask, t in plain.moves[s] if mask >> digit & 1])
            if target:
                counted.moves[index[key]].append((1 << digit, state((target, count + 1))))
    return counted, first, ends


def embed(nfa, part, start, ends):
    """Copies the automaton `part` into `nfa`; returns its start and ends there."""
    base = len(nfa.moves)
    for state in range(len(part.moves)):
        nfa.state()
        nfa.epsilon[base + state] = [base + t for t in part.epsilon[state]]
        nfa.moves[base + state] = [(mask, base + t) for mask, t in part.moves[state]]
    return base + start, [base + e for e in ends]


class DFA:
    """Rows of ten targets with a label each; state 0 is dead (label 0, every target itself)."""

    def __init__(self):
        self.rows, self.labels = [[DEAD] * 10], [0]

    def state(self, label=0):
        self.rows.append([DEAD] * 10)
        self.labels.append(label)
        return len(self.rows) - 1

    def determinise(self, nfa, start, label_of, keep_dead_label=None):
        """Adds the deterministic form of `nfa` and returns its start.

        `label_of(tags)` gives a state's label. With `keep_dead_label`, a number that leaves every pattern ends in a
        state of that label, not in the dead state.
        """
        index, queue = {}, []

        def state(members):
            if not members and keep_dead_label is None:
                return DEAD
            if members not in index:
                tags = frozenset(nfa.tags[s] for s in members if s in nfa.tags)
                index[members] = self.state(label_of(tags))
                queue.append(members)
            return index[members]

        first = state(nfa.closure([start]))
        while queue:
            members = queue.pop()
            row = self.rows[index[members]]
            for digit in range(10):
                targets = [t for s in members for mask, t in nfa.moves[s] if mask >> digit & 1]
                row[digit] = state(nfa.closure(targets))
        return first

    def minimise(self, starts):
        """Merges states that no number can tell apart; returns (new automaton, new starts). Moore's algorithm."""
        classes = list(self.labels)
        count = len(set(classes))
        while True:
            index, refined = {}, []
            for state, row in enumerate(self.rows):
                key = (classes[state],) + tuple(classes[t] for t in row)
                refined.append(index.setdefault(key, len(index)))
            classes = refined
            if len(index) == count:
                break
            count = len(index)
        # Number the states by first visit from the starts, so that walks touch neighbouring rows
        # and the output is the same on every run.
        small, number, order = DFA(), {classes[DEAD]: DEAD}, []
        sample = {}
        for state, cls in enumerate(classes):
            sample.setdefault(cls, state)

        def visit(cls):
            if cls not in number:
                number[cls] = small.state(self.labels[sample[cls]])
                order.append(cls)
            return number[cls]

        new_starts = []
        for start in starts:
            new_starts.append(visit(classes[start]))
        position = 0
        while position < len(order):
            cls = order[position]
            position += 1
            small.rows[number[cls]] = [visit(classes[t]) for t in self.rows[sample[cls]]]
        return small, new_starts


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def token(value):
    """18 bits as three characters."""
    if not 0 <= value < 1 << 16:
        raise ValueError("value does not fit 16 bits")
    return ALPHABET[value >> 12] + ALPHABET[value >> 6 & 63] + ALPHABET[value & 63]


def encode(dfa):
    """Per state: label, then runs of (target, how many digits share it: '0' to '9' for 1 to 10)."""
    out = []
    for state, row in enumerate(dfa.rows):
        out.append(token(dfa.labels[state]))
        digit = 0
        while digit < 10:
            run = 1
            while digit + run < 10 and row[digit + run] == row[digit]:
                run += 1
            out.append(token(row[digit]) + str(run - 1))
            digit += run
    text = "".join(out)
    return "\n".join(text[i:i + 116] for i in range(0, len(text), 116))
