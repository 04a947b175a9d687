"""Runs of format 1: before criteria had a type, methods could be chosen and overrides existed.

Pure: no Django. Only for proving a saved run again; nothing is made in this format any more.
"""

from collections.abc import Mapping

from . import computing

FORMAT = 1
NEWER = ("computed_outcome", "forced")  # of a row


def is_earlier(inputs: Mapping) -> bool:
    return inputs["format"] == FORMAT


def raise_inputs(inputs: Mapping) -> dict:
    """Inputs of format 1 as format 2 would hold them."""
    criteria = [row | {"type": computing.measuring.BENEFIT} for row in inputs["criteria_set"]["criteria"]]
    return {
        **inputs,
        "format": computing.FORMAT,
        "rules": inputs["rules"] | {"normalised_places": None},
        "criteria_set": inputs["criteria_set"] | {"criteria": criteria},
        "overrides": [],
    }


def compute(inputs: Mapping) -> dict:
    """The result of inputs of format 1, as it was written then. Raises as `computing.compute`."""
    result = computing.compute(raise_inputs(inputs))
    rows = [
        {name: value for name, value in row.items() if name not in NEWER}
        | {"shortfalls": [shortfall[:3] for shortfall in row["shortfalls"]]}
        for row in result["ranking"]
    ]
    return result | {"format": FORMAT, "ranking": rows}
