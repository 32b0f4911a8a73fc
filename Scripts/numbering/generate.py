#!/usr/bin/env python3
"""Writes Sources/Numbering/Tables/*.swift.

    python3 -m venv VENV && VENV/bin/pip install phonenumbers
    apt-get install mobile-broadband-provider-info
    VENV/bin/python Scripts/numbering/generate.py [--providers FILE] [--output DIRECTORY] [--date YYYY-MM-DD]

The numbering plans are libphonenumber's metadata as packed in PyPI's `phonenumbers` (Apache-2.0); the networks are
those of mobile-broadband-provider-info (public domain).
"""

import argparse
import datetime
import os
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

import phonenumbers
from phonenumbers.carrierdata import CARRIER_DATA
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS_OF_CODE
from phonenumbers.phonemetadata import PhoneMetadata

from automata import DFA, NFA, embed, encode, restricted

WORLD = "001"
# The order is NumberKind's order in the tables; the Swift side reads the digit.
KINDS = ["unknown", "mobile", "fixedLine", "fixedLineOrMobile", "voip", "tollFree", "premiumRate", "sharedCost",
         "personalNumber", "pager", "uan", "voicemail"]
# libphonenumber's order of asking, phonenumberutil._number_type_helper.
ASKED = [("premium_rate", "premiumRate"), ("toll_free", "tollFree"), ("shared_cost", "sharedCost"), ("voip", "voip"),
         ("personal_number", "personalNumber"), ("pager", "pager"), ("uan", "uan"), ("voicemail", "voicemail")]


def regions():
    """(calling code, region, metadata), main region of each calling code first."""
    for code in sorted(REGIONS_OF_CODE):
        for region in REGIONS_OF_CODE[code]:
            if region == WORLD:
                yield code, region, PhoneMetadata.metadata_for_nongeo_region(code)
            else:
                yield code, region, PhoneMetadata.metadata_for_region(region)


def kind_of(matched, metadata):
    if "general_desc" not in matched:
        return "unknown"
    for name, kind in ASKED:
        if name in matched:
            return kind
    if "fixed_line" in matched:
        if metadata.same_mobile_and_fixed_line_pattern or "mobile" in matched:
            return "fixedLineOrMobile"
        return "fixedLine"
    if "mobile" in matched and not metadata.same_mobile_and_fixed_line_pattern:
        return "mobile"
    return "unknown"


def add_description(nfa, start, description, tag):
    """Adds one PhoneNumberDesc: its pattern, cut to its possible lengths."""
    if description is None or not description.national_number_pattern:
        return
    pattern = description.national_number_pattern
    lengths = set(description.possible_length) or set(range(1, 18))
    part, first, ends = restricted(pattern, lengths)
    first, ends = embed(nfa, part, first, ends)
    nfa.epsilon[start].append(first)
    for end in ends:
        nfa.tags[end] = tag


def small_description(description):
    """The minimal automaton of one description, as an NFA that is cheap to take part in a product."""
    if description is None or not description.national_number_pattern:
        return None
    nfa = NFA()
    start = nfa.state()
    add_description(nfa, start, description, True)
    dfa = DFA()
    begin = dfa.determinise(nfa, start, lambda tags: 1 if tags else 0)
    dfa, (begin,) = dfa.minimise([begin])
    part = NFA()
    for _ in dfa.rows:
        part.state()
    for state, row in enumerate(dfa.rows):
        masks = {}
        for digit, target in enumerate(row):
            if target:
                masks[target] = masks.get(target, 0) | 1 << digit
        part.moves[state] = [(mask, target) for target, mask in masks.items()]
    return part, begin, [s for s, label in enumerate(dfa.labels) if label]


def range_automaton(plan):
    """One automaton over the whole E.164 number; its labels are (calling code, region or None, kind)."""
    labels, index = [None], {}

    def label(key):
        if key not in index:
            index[key] = len(labels)
            labels.append(key)
        return index[key]

    dfa = DFA()
    root = dfa.state()
    by_code = {}
    for code, region, metadata in plan:
        by_code.setdefault(code, []).append((region, metadata))
    for code, members in by_code.items():
        nfa = NFA()
        start = nfa.state()
        for position, (region, metadata) in enumerate(members):
            for name in ["general_desc", "fixed_line", "mobile"] + [name for name, _ in ASKED]:
                small = small_description(getattr(metadata, name))
                if small is None:
                    continue
                first, ends = embed(nfa, *small)
                nfa.epsilon[start].append(first)
                for end in ends:
                    nfa.tags[end] = (position, name)
            if metadata.leading_digits and len(members) > 1:
                inner = nfa.state()
                nfa.epsilon[start].append(inner)
                end = nfa.add_pattern(inner, metadata.leading_digits)
                nfa.moves[end].append((0x3FF, end))
                nfa.tags[end] = (position, "leading")

        def label_of(tags):
            matched = [{name for at, name in tags if at == position} for position in range(len(members))]
            if len(members) == 1:
                return label((code, members[0][0], kind_of(matched[0], members[0][1])))
            for position, (region, metadata) in enumerate(members):
                kind = kind_of(matched[position], metadata)
                if metadata.leading_digits:
                    if "leading" in matched[position]:
                        return label((code, region, kind))
                elif kind != "unknown":
                    return label((code, region, kind))
            return label((code, None, "unknown"))

        first = dfa.determinise(nfa, start, label_of, keep_dead_label=True)
        at = root
        digits = str(code)
        for digit in digits[:-1]:
            if not dfa.rows[at][int(digit)]:
                dfa.rows[at][int(digit)] = dfa.state()
            at = dfa.rows[at][int(digit)]
        assert not dfa.rows[at][int(digits[-1])], "calling codes are prefix free"
        dfa.rows[at][int(digits[-1])] = first
    dfa, (root,) = dfa.minimise([root])
    assert root == 1
    return dfa, labels


def general_automaton(plan):
    """All general patterns in one automaton (label 1 = matches, any length); a start for each region."""
    dfa, starts = DFA(), []
    for _, _, metadata in plan:
        nfa = NFA()
        start = nfa.state()
        nfa.tags[nfa.add_pattern(start, metadata.general_desc.national_number_pattern)] = True
        starts.append(dfa.determinise(nfa, start, lambda tags: 1 if tags else 0))
    return dfa.minimise(starts)


def simplified(name):
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return [word for word in re.split(r"[^a-z0-9]+", text) if word]


# Words that say what a company is, not which one.
FILLERS = {"mobile", "mobil", "movil", "telecom", "gsm", "cellular", "wireless", "communications", "ltd", "plc", "inc",
           "sa", "ab", "as", "the", "company", "group", "network", "networks", "mobiles"}


def providers(path):
    """Per region: [(provider name, mcc, mnc)], GSM networks only."""
    found = {}
    for country in ElementTree.parse(path).getroot().findall("country"):
        region = country.get("code").upper()
        for provider in country.findall("provider"):
            names = [n.text for n in provider.findall("name") if n.text]
            for network in provider.findall("gsm/network-id"):
                mcc, mnc = network.get("mcc", ""), network.get("mnc", "")
                if names and re.fullmatch(r"\d{3}", mcc) and re.fullmatch(r"\d{2,3}", mnc):
                    found.setdefault(region, set()).add((names[0].strip(), mcc, mnc))
    return {region: sorted(rows, key=lambda r: (r[1], r[2], r[0])) for region, rows in found.items()}


# Names of one company in the two sources that no rule would join.
ALIASES = {"teliasonera": "telia", "hi3g access": "3", "three": "3"}
# Holders whose names begin with another company's.
APART = {"reliance jio", "telenor connexion"}


def same_company(provider, holder, region_words):
    """Whether two names are one company's: the same words, or one name is the other and more behind it.

    A wrong network would be worse than none, so names that only share a word in the middle stay apart.
    """
    if holder.lower() in APART:
        return False
    left, right = simplified(provider), simplified(ALIASES.get(holder.lower(), holder))
    if "".join(left) == "".join(right):
        return True
    cores = [[w for w in words if w not in FILLERS and w not in region_words] for words in (left, right)]
    if cores[0] and "".join(cores[0]) == "".join(cores[1]):
        return True
    short, long = sorted((left, right), key=len)
    return len("".join(short)) >= 3 and not set(short) & (FILLERS | region_words) and long[:len(short)] == short


def country_words(path):
    words = {}
    for country in ElementTree.parse(path).getroot().findall("country"):
        region = country.get("code").upper()
        words[region] = set(simplified(country.findtext("name") or "")) | {region.lower()}
    return words


def region_of_prefix(prefix):
    """The region that a carrier prefix lies in, or None where its calling code is shared and the prefix can't say."""
    for length in (1, 2, 3):
        code = int(prefix[:length])
        if code in REGIONS_OF_CODE:
            members, rest = REGIONS_OF_CODE[code], prefix[length:]
            if len(members) == 1:
                return members[0]
            for region in members:
                leading = PhoneMetadata.metadata_for_region(region).leading_digits
                if leading and re.match(leading, rest):
                    return region
            return members[0] if not PhoneMetadata.metadata_for_region(members[0]).leading_digits else None
    return None


def holder_automaton(path):
    """The longest-prefix automaton over E.164 digits; its labels are (region, name) with the networks known."""
    networks_of, words = providers(path), country_words(path)
    dfa = DFA()
    root = dfa.state()
    holders, index = [None], {}
    for prefix in sorted(CARRIER_DATA):
        name = CARRIER_DATA[prefix].get("en")
        if not name:
            continue
        key = (region_of_prefix(prefix), name)
        if key not in index:
            index[key] = len(holders)
            seen, rows = set(), []
            for provider, mcc, mnc in networks_of.get(key[0], []):
                if same_company(provider, name, words.get(key[0], set())) and (mcc, mnc) not in seen:
                    seen.add((mcc, mnc))
                    rows.append((mcc, mnc, provider))
            holders.append((name, rows))
        at = root
        for digit in prefix:
            if not dfa.rows[at][int(digit)]:
                dfa.rows[at][int(digit)] = dfa.state()
            at = dfa.rows[at][int(digit)]
        dfa.labels[at] = index[key]
    dfa, (root,) = dfa.minimise([root])
    assert root == 1
    return dfa, holders


def mask(lengths):
    return "%x" % sum(1 << length for length in lengths)


def region_lines(plan, starts):
    for (code, region, m), start in zip(plan, starts):
        description = m.general_desc
        yield "\t".join([
            region, str(code), "1" if m.mobile_number_portable_region else "0", mask(description.possible_length),
            mask(description.possible_length_local_only), str(start), m.international_prefix or "",
            m.national_prefix_for_parsing or "", m.national_prefix_transform_rule or ""])


LIBPHONENUMBER = """\
// Source: libphonenumber's metadata, as packed in PyPI's phonenumbers {version}
// (https://github.com/daviddrysdale/python-phonenumbers), Copyright (C) 2011-{year} The Libphonenumber Authors.
// Licence: Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0); compiled into another form here.
"""
PROVIDERS = """\
// Source of the networks: mobile-broadband-provider-info {version}, serviceproviders.xml. Licence: public domain.
"""


def write(directory, name, sources, comment, literal, date):
    header = "// swift-format-ignore-file\n// Generated by Scripts/numbering/generate.py on %s. Do not edit.\n" % date
    with open(os.path.join(directory, name + ".swift"), "w", encoding="utf-8") as file:
        file.write("%s%s\n/// %s\nenum %s {\n    static let text = #\"\"\"\n" % (header, sources, comment, name))
        file.write("".join(line + "\n" for line in literal.split("\n")))
        file.write("\"\"\"#\n}\n")


def debian_version(package):
    try:
        return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], check=True, capture_output=True,
                              text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "of unknown version"


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--providers", default="/usr/share/mobile-broadband-provider-info/serviceproviders.xml")
    parser.add_argument("--output", default=os.path.join(here, "..", "..", "Sources", "Numbering", "Tables"))
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    arguments = parser.parse_args()
    os.makedirs(arguments.output, exist_ok=True)

    library = LIBPHONENUMBER.format(version=phonenumbers.__version__, year=arguments.date[:4])
    networks = PROVIDERS.format(version=debian_version("mobile-broadband-provider-info"))
    plan = list(regions())

    general, starts = general_automaton(plan)
    write(arguments.output, "GeneralAutomaton", library,
          "Every region's general pattern in one automaton (form: DigitAutomaton); the regions' lines name the starts.",
          encode(general), arguments.date)
    write(arguments.output, "RegionTable", library,
          "A line a region: region, calling code, portable, possible lengths and local lengths (bit masks, hex), start\n"
          "/// in GeneralAutomaton, international prefix, national prefix for parsing, its transform. The main region\n"
          "/// of a calling code comes first.", "\n".join(region_lines(plan, starts)), arguments.date)
    print("general: %d states" % len(general.rows))

    ranges, labels = range_automaton(plan)
    write(arguments.output, "RangeAutomaton", library,
          "From the digits of an E.164 number to a line of RangeTable (form: DigitAutomaton).",
          encode(ranges), arguments.date)
    write(arguments.output, "RangeTable", library,
          "A line a label of RangeAutomaton, from 1: calling code, region or -, position in NumberKind.tableOrder.",
          "\n".join("%d\t%s\t%d" % (code, region or "-", KINDS.index(kind)) for code, region, kind in labels[1:]),
          arguments.date)
    print("ranges: %d states, %d labels" % (len(ranges.rows), len(labels)))

    holder, holders = holder_automaton(arguments.providers)
    write(arguments.output, "HolderAutomaton", library,
          "From the digits of an E.164 number to a line of HolderTable, by longest prefix (form: DigitAutomaton).",
          encode(holder), arguments.date)
    write(arguments.output, "HolderTable", library + networks,
          "A line a label of HolderAutomaton, from 1: range holder, then mcc, mnc, name of each network known.",
          "\n".join("\t".join([name] + [field for row in rows for field in row]) for name, rows in holders[1:]),
          arguments.date)
    known = sum(1 for _, rows in holders[1:] if rows)
    print("holders: %d states, %d holders, %d with networks" % (len(holder.rows), len(holders) - 1, known))


if __name__ == "__main__":
    sys.exit(main())
