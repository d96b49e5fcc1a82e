"""Counts a sealed owners' vote anew from docs/guide/vote.md alone, with nothing of Linli's: seals, root, result.

    python3 script/lib/vote_recount.py vote.json

Which ballots are invalid it takes from the file. It ends with an error at the first thing that does not agree.
"""

import hashlib
import json
import sys
from decimal import Decimal
from fractions import Fraction

ORDER = ["for", "for-without-paying", "against", "abstain"]


def sha(data):
    return hashlib.sha256(data).digest()


def content(vote, ballot):
    def text(value):
        return "-" if value is None else str(value)

    proxy = ballot.get("proxy")
    if proxy:
        proxy = "\t".join([proxy["person"], proxy["kind"], proxy["appointed_by"], text(proxy.get("paper"))])
    marks = ",".join(mark for mark in ORDER if mark in ballot["marks"]) or None
    scan = (ballot.get("scan") or {}).get("sha256")
    lines = ["linli ballot 1", vote["vote"], ballot["ballot"], ballot["head"], ballot["channel"], marks]
    lines += [ballot["received"], proxy, scan, ballot.get("plan_version"), ballot.get("seen"), ballot["code"]]
    return "\n".join(map(text, lines)).encode()


def root(seals):
    """The tree of RFC 6962."""
    if len(seals) < 2:
        return sha(b"\0" + seals[0]) if seals else sha(b"")
    left = 1
    while left * 2 < len(seals):
        left *= 2
    return sha(b"\1" + root(seals[:left]) + root(seals[left:]))


def enough(share, have, of):
    sign, part = share.split()
    have, need = Fraction(have), Fraction(part) * Fraction(of)
    return of > 0 and (have >= need if sign == ">=" else have > need)


def agree(what, said, found):
    if said != found:
        sys.exit(f"{what}: the file says {said}, found {found}")


def main(path):
    with open(path, encoding="utf-8-sig") as file:
        vote = json.load(file, parse_float=Decimal)
    seals = []
    for ballot in sorted(vote["ballots"], key=lambda ballot: ballot["ballot"]):
        seals.append(sha(content(vote, ballot)))
        agree(f"ballot {ballot['ballot']}", ballot["seal"], seals[-1].hex())
    agree("root", vote["root"], {"sha256": root(seals).hex(), "ballots": len(seals)})

    area = {head["head"]: sum(Decimal(str(one["area"])) for one in head["dwellings"]) for head in vote["heads"]}
    valid = {ballot["head"]: ballot["marks"][0] for ballot in vote["ballots"] if "invalid" not in ballot}
    groups = {"all": list(area), "came": list(valid), "agreed": [head for head in valid if valid[head] in ORDER[:2]]}
    heads = {name: len(group) for name, group in groups.items()}
    areas = {name: sum(area[head] for head in group) for name, group in groups.items()}
    rule = vote["rule"]
    carried = all(
        enough(rule[which][measure], sums[have], sums[of])
        for which, have, of in [("quorum", "came", "all"), ("majority", "agreed", "came")]
        for measure, sums in [("heads", heads), ("area", areas)]
    )
    agree("carried", vote["result"]["carried"], carried)
    for name, group in [("took_part", "came"), ("agreed", "agreed")]:
        agree(name, vote["result"][name], {"heads": heads[group], "area": str(areas[group])})
    print(json.dumps({"ballots": len(seals), "carried": carried, "root": root(seals).hex()}))


if __name__ == "__main__":
    main(sys.argv[1])
