"""Frozen inputs of a run as plain values, small and by hand, or many from a seed."""

import random

from bappeda import computing

CRITERIA = [
    {"key": "rkpd_fit", "weight": "0.25000", "source": "mark", "field": "", "bands": {}, "type": "benefit"},
    {"key": "spm", "weight": "0.20000", "source": "catalogue", "field": "", "bands": {}, "type": "benefit"},
    {
        "key": "basic_rights",
        "weight": "0.15000",
        "source": "catalogue",
        "field": "",
        "bands": {},
        "type": "benefit",
    },
    {"key": "cross_area", "weight": "0.10000", "source": "mark", "field": "", "bands": {}, "type": "benefit"},
    {
        "key": "readiness",
        "weight": "0.10000",
        "source": "field",
        "field": "current_readiness",
        "bands": {"edges": [2, 3, 4, 5]},
        "type": "benefit",
    },
    {
        "key": "forum_order",
        "weight": "0.10000",
        "source": "order",
        "field": "",
        "bands": {},
        "type": "benefit",
    },
    {
        "key": "reach",
        "weight": "0.10000",
        "source": "field",
        "field": "current_households",
        "bands": {"edges": {"physical": [10, 20, 30, 40], "nonphysical": [20, 40, 60, 80]}},
        "type": "benefit",
    },
]


def make_proposal(number: int, **changes) -> dict:
    """One proposal of 77.5 points, ready for marks."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "version": 7,
        "status": "scoring",
        "reference": f"2021-36.71.03.1002-{number:04d}",
        "source": "musrenbang",
        "kecamatan": "36.71.03",
        "kelurahan": "36.71.03.1002",
        "agency": "DPUPR",
        "field": "infrastruktur",
        "kind": "physical",
        "budget": 100_000_000,
        "households": 34,
        "kecamatan_order": 1,
        "kelurahan_order": 1,
        "catalogue": {"spm": 5, "basic_rights": 4},
        "fields": {"current_households": 34, "current_readiness": 3},
        "sheets": [{"by": 1, "marks": {"rkpd_fit": 4, "cross_area": 3}}],
    } | changes


def make_ceiling(key: str, amount: int, label: str = "") -> dict:
    return {"key": key, "label": label or key, "amount": amount}


def make_inputs(proposals: list[dict], **changes) -> dict:
    return {
        "format": computing.FORMAT,
        "rules": dict(computing.RULES),
        "criteria_set": {"min_marks": 1, "criteria": CRITERIA},
        "ceilings": [],
        "list_lengths": {"36.71.03": 20},
        "proposals": proposals,
        "overrides": [],
    } | changes


def make_many(count: int, *, seed: int = 1) -> dict:
    """A believable city: 13 kecamatan, 20 agencies, two sheets each, money for about half."""
    chance = random.Random(seed)
    kecamatan = [f"36.71.{n:02d}" for n in range(1, 14)]
    lengths = dict.fromkeys(kecamatan, 0)
    proposals = []
    for number in range(1, count + 1):
        place = chance.choice(kecamatan)
        lengths[place] += 1
        proposals.append(
            make_proposal(
                number,
                kecamatan=place,
                agency=f"A{chance.randrange(20)}",
                field=f"F{chance.randrange(5)}",
                budget=chance.randrange(5, 600) * 1_000_000,
                households=chance.randrange(60),
                kecamatan_order=lengths[place],
                kelurahan_order=chance.randrange(1, 40),
                catalogue={"spm": chance.randint(1, 5), "basic_rights": chance.randint(1, 5)},
                fields={
                    "current_households": chance.randrange(60),
                    "current_readiness": chance.randint(1, 5),
                },
                sheets=[
                    {
                        "by": by,
                        "marks": {"rkpd_fit": chance.randint(1, 5), "cross_area": chance.randint(1, 5)},
                    }
                    for by in (1, 2)
                ],
            )
        )
    total = sum(row["budget"] for row in proposals)
    ceilings = [make_ceiling("city", total // 2)]
    ceilings += [make_ceiling(f"kecamatan:{place}", total // 25) for place in kecamatan]
    ceilings += [make_ceiling(f"agency:A{n}", total // 35) for n in range(20)]
    return make_inputs(proposals, list_lengths=lengths, ceilings=ceilings)
