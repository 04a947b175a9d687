"""The file of a run with which anybody can prove it: inputs, result as saved, digests (see `bin/verify-ranking`)."""

import json
from datetime import UTC

from bappeda import computing, earlier
from bappeda.models import RankedProposal, RankingRun
from bappeda.services.verifying import COLUMNS, read_row

FILE_FORMAT = 1
# Saved beside the result for queries; `shortfalls` and the inputs say the same.
NOT_OF_THE_RESULT = ("binding_ceiling", "needed", "left", "proposal_version")
OF_FORMAT_2 = ("computed_outcome", "forced")


def write_run_file(run: RankingRun) -> str:
    """Canonical JSON of which no byte can change unnoticed; two queries.

    `{"file", "inputs", "inputs_sha256", "result", "result_sha256", "run", "sha256"}`: the result is what is saved, not
    what would be computed now; `sha256` is over the canonical text of all the rest.
    """
    # Each part is canonical by itself, and these are all keys in their order: so is the whole.
    body = ",".join(
        f'"{name}":{part}'
        for name, part in (
            ("file", str(FILE_FORMAT)),
            ("inputs", run.inputs),
            ("inputs_sha256", f'"{run.inputs_sha256}"'),
            ("result", computing.write_canonical(_read_result(run))),
            ("result_sha256", f'"{run.result_sha256}"'),
            ("run", computing.write_canonical(_describe(run))),
        )
    )
    return f'{{{body},"sha256":"{computing.digest(f"{{{body}}}")}"}}'


def name_run_file(run: RankingRun) -> str:
    return f"perhitungan-{run.cycle.slug}-{run.number}.json"


def _read_result(run: RankingRun) -> dict:
    inputs = json.loads(run.inputs)
    left_out = NOT_OF_THE_RESULT + (OF_FORMAT_2 if earlier.is_earlier(inputs) else ())
    rows = [
        read_row(values)
        for values in RankedProposal.objects.filter(run=run).order_by("position").values_list(*COLUMNS)
    ]
    return {
        "format": inputs["format"],
        "ceilings": run.ceilings,
        "ranking": [{name: row[name] for name in row if name not in left_out} for row in rows],
    }


def _describe(run: RankingRun) -> dict:
    return {
        "cycle": run.cycle.slug,
        "number": run.number,
        "made_at": run.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "proposals": run.proposal_count,
        "prioritised": run.prioritised_count,
        "reserve": run.reserve_count,
        "training": run.training,
    }
