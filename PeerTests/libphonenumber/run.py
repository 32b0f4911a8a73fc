#!/usr/bin/env python3
"""Compares Watchword's numbering with PyPI's phonenumbers, number by number.

    python3 -m venv VENV && VENV/bin/pip install phonenumbers
    VENV/bin/python PeerTests/libphonenumber/run.py --binary .build/release/watchword [--count 800000] [--seed 1]

Texts of every region (sampled from the patterns themselves, examples, mutated, random, carriers' prefixes; in national
and international forms and in bad shape) go through `BINARY number batch`. Compared: the E.164 form or the class of
error, validity, kind, region, range holder, length verdict. Exits 1 on any difference that `named` doesn't name.
"""

import argparse
import collections
import multiprocessing
import os
import random
import subprocess
import sys
import time

import phonenumbers
from phonenumbers import carrier, phonenumberutil, re_util
from phonenumbers.carrierdata import CARRIER_DATA
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS_OF_CODE
from phonenumbers.phonemetadata import PhoneMetadata

try:
    from re import _parser as sre
except ImportError:  # Python before 3.11.
    import sre_parse as sre

KIND = {phonenumbers.PhoneNumberType.FIXED_LINE: "fixedLine", phonenumbers.PhoneNumberType.MOBILE: "mobile",
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixedLineOrMobile",
        phonenumbers.PhoneNumberType.TOLL_FREE: "tollFree", phonenumbers.PhoneNumberType.PREMIUM_RATE: "premiumRate",
        phonenumbers.PhoneNumberType.SHARED_COST: "sharedCost", phonenumbers.PhoneNumberType.VOIP: "voip",
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER: "personalNumber", phonenumbers.PhoneNumberType.PAGER: "pager",
        phonenumbers.PhoneNumberType.UAN: "uan", phonenumbers.PhoneNumberType.VOICEMAIL: "voicemail",
        phonenumbers.PhoneNumberType.UNKNOWN: "unknown"}
VERDICT = {0: "possible", 4: "localOnly", 2: "tooShort", 3: "tooLong", 5: "impossible"}
# Our errors, by the class of theirs; ours says more about a calling code.
ERRORS = {0: {"regionRequired", "callingCodeUnknown"}, 1: {"notANumber"}, 2: {"tooShortAfterPrefix"},
          3: {"tooShort"}, 4: {"tooLong"}}
DESCRIPTIONS = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number",
                "pager", "uan", "voicemail", "general_desc")


def named(theirs, ours):
    """The name of a difference that is meant, or None."""
    digits = len(theirs[0]) - 1 if theirs[0].startswith("+") else None
    if digits is not None and digits < 7 and ours[0] == "tooShort":
        # E164 holds 7 to 15 digits; libphonenumber takes numbers of two national digits and up (Austria, Germany).
        return "fewer than 7 digits with the calling code: refused as tooShort"
    if digits is not None and digits > 15 and ours[0] == "tooLong":
        # ITU-T E.164 §6 allows 15; libphonenumber takes up to 17 national digits for old German extensions.
        return "more than 15 digits with the calling code: refused as tooLong"
    return None


def reference(region, text):
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException as error:
        return ("error %d" % error.error_type, "", "", "", "", "")
    kind = phonenumbers.number_type(number)
    return (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
            "1" if phonenumbers.is_valid_number(number) else "0", KIND[kind],
            phonenumbers.region_code_for_number(number) or "", carrier.name_for_number(number, "en"),
            VERDICT[phonenumbers.is_possible_number_with_reason(number)])


def agree(theirs, ours):
    if theirs[0].startswith("error "):
        return ours[0] in ERRORS[int(theirs[0][6:])]
    return theirs == ours


class Writer:
    """Makes texts of one region."""

    SEPARATORS = ["", "", "", " ", "-", ".", "/", " - ", "\u00a0", "\u2011", ") ", " ("]
    SOUP = "0123456789" * 3 + "+-()./ xX*#~,;:[]\uff0b\u3000\u2013\u0660\u0967\uff15ABCdefxyz\u00e9_\t"
    EXTENSIONS = [" ext. 12", " x123", ";ext=7", " extn: 99", ",,4", ";5", " #22", " - 503#", " доб 3", " anexo 4",
                  " int. 9", "~6", " ext 123456789012345678901", ", 55", " EXT:7#", "x302/x2303", " xtension-8"]

    def __init__(self, code, region, draw):
        self.code, self.region, self.draw = str(code), region, draw
        world = region == "001"
        self.metadata = (PhoneMetadata.metadata_for_nongeo_region(code) if world
                         else PhoneMetadata.metadata_for_region(region))
        self.described = [d for d in (getattr(self.metadata, name) for name in DESCRIPTIONS)
                          if d is not None and d.national_number_pattern]
        self.trees = [sre.parse(d.national_number_pattern) for d in self.described]
        self.prefix_tree = self.tree(self.metadata.national_prefix_for_parsing)
        self.idd_tree = self.tree(self.metadata.international_prefix)
        self.carriers = [p[len(self.code):] for p in CARRIERS if p.startswith(self.code)]
        self.examples = [d.example_number for d in self.described if d.example_number]
        self.lengths = self.metadata.general_desc.possible_length

    @staticmethod
    def tree(pattern):
        return sre.parse(pattern) if pattern else None

    def sample(self, nodes):
        out = []
        for op, argument in nodes:
            op = str(op)
            if op == "LITERAL":
                out.append(chr(argument))
            elif op == "IN":
                choices = []
                for kind, value in argument:
                    kind = str(kind)
                    if kind == "LITERAL":
                        choices.append(chr(value))
                    elif kind == "RANGE":
                        choices += [chr(c) for c in range(value[0], value[1] + 1)]
                    else:
                        choices += list("0123456789")
                out.append(self.draw.choice(choices))
            elif op == "BRANCH":
                out.append(self.sample(self.draw.choice(argument[1])))
            elif op == "SUBPATTERN":
                out.append(self.sample(argument[3]))
            elif op == "MAX_REPEAT":
                for _ in range(self.draw.randint(argument[0], argument[1])):
                    out.append(self.sample(argument[2]))
        return "".join(out)

    def random_digits(self, length):
        return "".join(self.draw.choice("0123456789") for _ in range(length))

    def national(self):
        draw, roll = self.draw, self.draw.random()
        if roll < 0.40:
            number = self.sample(draw.choice(self.trees))
        elif roll < 0.55 and self.examples:
            number = draw.choice(self.examples)
        elif roll < 0.75 and self.carriers:
            prefix = draw.choice(self.carriers)
            number = prefix + self.random_digits(max(0, draw.choice(self.lengths) - len(prefix)))
        elif roll < 0.85:
            number = self.random_digits(draw.choice(self.lengths))
        else:
            return self.random_digits(draw.randint(1, 18))
        if draw.random() < 0.4:
            for _ in range(draw.randint(1, 3)):
                at = draw.randrange(len(number) + 1)
                number = draw.choice([number[:at] + self.random_digits(1) + number[at + 1:],
                                      number[:at] + self.random_digits(1) + number[at + 1:],
                                      number[:at] + self.random_digits(1) + number[at:],
                                      number[:at] + number[at + 1:]]) or "0"
        return number

    def separated(self, text):
        return "".join(digit + (self.draw.choice(self.SEPARATORS) if self.draw.random() < 0.35 else "")
                       for digit in text)

    def text(self):
        """(default region, text)."""
        draw, national = self.draw, self.national()
        home = "" if self.region == "001" else self.region
        form = draw.random()
        if form < 0.40:
            region, text = draw.choice([home, home, "", draw.choice(ALL_REGIONS), "ZZ"]), "+" + self.code + national
        elif form < 0.52:
            region, text = home, national
        elif form < 0.72:
            prefix = self.sample(self.prefix_tree) if self.prefix_tree else self.metadata.national_prefix or "0"
            region, text = home, prefix + national
        elif form < 0.80:
            region = draw.choice([home, draw.choice(ALL_REGIONS)])
            tree = self.tree(PhoneMetadata.metadata_for_region(region).international_prefix) if region else None
            text = (self.sample(tree) if tree and draw.random() < 0.7 else draw.choice(["00", "011", "810"]))
            text += self.code + national
        elif form < 0.86:
            region, text = home, self.code + national
        elif form < 0.90:
            context = draw.choice(["+" + self.code, "+" + self.code + "-" + national[:2], "example.com", "+", "a-b.c.",
                                   "1.2", "+4(6)", "-x.y"])
            rest = draw.choice(["", ";isub=12", ";ext=3"])
            return home, draw.choice(["tel:", "", "call tel:"]) + national + rest + ";phone-context=" + context + \
                draw.choice(["", ";a=b"])
        elif form < 0.94:
            region = draw.choice([home, "", draw.choice(ALL_REGIONS)])
            text = "".join(draw.choice(self.SOUP) for _ in range(draw.randint(1, 24)))
            return region, text.replace("\n", "")
        else:
            region, text = home, draw.choice(["+" + self.code, "1-", ""]) + national
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(["FLOWER", "abc", "TAXI", "Z", "x", "xx", "*", "**"]) + text[at:]
        shape = draw.random()
        if shape < 0.35:
            text = text[:1] + self.separated(text[1:])
        elif shape < 0.42:
            text = "".join(chr(ord(c) + 0xFEE0) if c in "0123456789+-" else c for c in text)
        elif shape < 0.46:
            text = "".join(chr(0x660 + int(c)) if c in "0123456789" else c for c in text)
        elif shape < 0.50:
            text = draw.choice(["tel:", "Tel. ", "(", "++", "  ", "\u202a"]) + text + draw.choice(["", ".", ")", " /", "_"])
        if draw.random() < 0.06:
            text += draw.choice(self.EXTENSIONS)
        return region, text


ALL_REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
CARRIERS = sorted(CARRIER_DATA)


def compare(job):
    """One worker's share of all regions: (count, parsed, valid, {class: count}, {class: samples}, named)."""
    binary, seed, count = job
    draw = random.Random(seed)
    writers = [Writer(code, region, draw) for code in sorted(REGIONS_OF_CODE) for region in REGIONS_OF_CODE[code]]
    inputs = [writers[i % len(writers)].text() for i in range(count)]
    feed = "".join("%s\t%s\n" % pair for pair in inputs)
    process = subprocess.Popen([binary, "number", "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = process.communicate(feed.encode("utf-8"))
    if process.returncode != 0:
        raise SystemExit("%s number batch ended with %d" % (binary, process.returncode))
    lines = out.decode("utf-8").split("\n")[:-1]
    if len(lines) != count:
        raise SystemExit("%d lines in, %d lines out" % (count, len(lines)))
    parsed, valid, classes, samples, meant = 0, 0, collections.Counter(), {}, collections.Counter()
    for (region, text), line in zip(inputs, lines):
        theirs, ours = reference(region, text), tuple(line.split("\t"))
        parsed += ours[0].startswith("+")
        valid += theirs[1] == "1"
        if agree(theirs, ours):
            continue
        name = named(theirs, ours)
        if name:
            meant[name] += 1
            continue
        fields = ("number or error", "valid", "kind", "region", "range holder", "length")
        label = next(f for f, t, o in zip(fields, theirs, ours) if t != o)
        classes[label] += 1
        samples.setdefault(label, []).append((region, text, theirs, ours))
    return count, parsed, valid, classes, {k: v[:8] for k, v in samples.items()}, meant


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--count", type=int, default=800_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    arguments = parser.parse_args()
    # The library's own cache of compiled patterns; without it `re`'s (512 patterns) thrashes.
    if hasattr(re_util, "enable_pattern_cache"):
        re_util.enable_pattern_cache()
    began = time.time()
    share = -(-arguments.count // (arguments.workers * 4))
    jobs = [(os.path.abspath(arguments.binary), arguments.seed * 1000 + i, share) for i in range(arguments.workers * 4)]
    count, parsed, valid, classes, samples, meant = 0, 0, 0, collections.Counter(), {}, collections.Counter()
    with multiprocessing.Pool(arguments.workers) as pool:
        for part in pool.imap_unordered(compare, jobs):
            count += part[0]
            parsed += part[1]
            valid += part[2]
            classes += part[3]
            for label, rows in part[4].items():
                samples.setdefault(label, []).extend(rows)
            meant += part[5]
    print("%d texts of %d regions (seed %d, phonenumbers %s), %d of them E.164 numbers, %d valid, in %.0f s"
          % (count, sum(map(len, REGIONS_OF_CODE.values())), arguments.seed, phonenumbers.__version__, parsed, valid,
             time.time() - began))
    for name, times in sorted(meant.items()):
        print("named difference: %d × %s" % (times, name))
    for label, times in classes.most_common():
        print("DIFFERENCE in %s: %d" % (label, times))
        for region, text, theirs, ours in samples[label][:8]:
            print("  %-2s %r\n     theirs %s\n     ours   %s" % (region, text, theirs, ours))
    print("unnamed differences: %d" % sum(classes.values()))
    return 1 if classes else 0


if __name__ == "__main__":
    sys.exit(main())
