"""What makes a result say little though it can be computed: a sentence each, from the inputs of a run.

Pure: no Django, no clock, no database.
"""

from collections.abc import Mapping, Sequence

from . import measuring


def list_warnings(inputs: Mapping, matrix: Sequence, *, has_abstained: bool) -> list[str]:
    """`matrix`: the levels of the proposals, None where marks are missing. `has_abstained`: whether somebody abstained
    from a whole sheet; such sheets are not among the inputs."""
    proposals = inputs["proposals"]
    if not proposals:
        return []
    return [
        *_tell_reviewers(inputs, has_abstained),
        *_tell_criteria(inputs["criteria_set"]["criteria"], matrix),
        *_tell_money(inputs["ceilings"], proposals),
    ]


def _tell_reviewers(inputs: Mapping, has_abstained: bool) -> list[str]:
    if not any(row["source"] == "mark" for row in inputs["criteria_set"]["criteria"]):
        return []
    sheets = [sheet for row in inputs["proposals"] for sheet in row["sheets"]]
    people = {
        sheet["by"] for sheet in sheets if any(mark in measuring.LEVELS for mark in sheet["marks"].values())
    }
    if len(people) == 1:
        return ["Semua nilai berasal dari satu penilai, jadi tidak ada yang membandingkan."]
    if people:
        return []
    if sheets or has_abstained:
        return ["Semua penilai yang selesai menyatakan tidak menilai."]
    return ["Belum ada penilai yang menyelesaikan lembar."]


def _tell_criteria(criteria: Sequence[Mapping], matrix: Sequence) -> list[str]:
    if len(matrix) < 2:
        return []
    return [
        f"Kriteria {criterion['label']} sama untuk semua usulan: tidak membedakan."
        for criterion, levels in zip(criteria, zip(*matrix, strict=True), strict=True)
        if None not in levels and len(set(levels)) == 1
    ]


def _tell_money(ceilings: Sequence[Mapping], proposals: Sequence[Mapping]) -> list[str]:
    told = [
        f"Pagu {row['label']} Rp 0: tidak ada usulan yang bisa masuk di sana."
        for row in ceilings
        if not row["amount"]
    ]
    if not ceilings:
        told.append("Belum ada pagu: semua usulan akan menjadi Prioritas.")
    if free := sum(row["budget"] == 0 for row in proposals):
        told.append(f"{free} usulan beranggaran Rp 0: selalu muat dalam pagu.")
    return told
