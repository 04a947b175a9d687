"""What the controls of the what-if studio show: weights, method, ceilings, each beside its value in the run."""

from bappeda import computing, whatif
from bappeda.simulation import UNITS, Material
from bappeda.whatif import Asked, write_percent
from regions.indonesian import group, rupiah

KINDS = {
    "city": "Kota",
    "kecamatan": "Kecamatan",
    "agency": "Perangkat Daerah",
    "field": "Bidang",
    "pokir": "Pokok pikiran DPRD",
}
LEGENDS = {
    "metode": "Metode",
    "penilai": "Gabungan nilai penilai",
    "alokasi": "Bila pagu tidak cukup",
}
MOST_PERCENT = 200  # of a ceiling's amount in the run, at the right end of its slider


def describe(asked: Asked, material: Material) -> dict:
    """The context of `bappeda/simulation/settings.html`."""
    rules, base = asked.settings.rules, material.settings.rules
    places = rules["normalised_places"]
    return {
        "weights": [_tell_weight(key, asked, material) for key in material.settings.weights],
        "weights_error": asked.errors.get("bobot", ""),
        "choices": [
            {
                "name": name,
                "label": LEGENDS[name],
                "error": asked.errors.get(name, ""),
                "note": "" if rules[rule] == base[rule] else f"semula {choices[base[rule]].label}",
                "options": [
                    {"value": value, "label": choice.label, "chosen": rules[rule] == value}
                    for value, choice in choices.items()
                ],
            }
            for name, (rule, choices) in whatif.CHOICES.items()
        ],
        "places": {
            "name": whatif.PLACES,
            "value": asked.typed.get(whatif.PLACES, "" if places is None else str(places)),
            "error": asked.errors.get(whatif.PLACES, ""),
            "is_used": rules["method"] == computing.SAW,
        },
        "ceiling_groups": _list_ceilings(asked, material),
    }  # fmt: skip


def list_used(asked: Asked) -> dict[str, str]:
    """The weights that count, by the name of their field, for the fields that the page has adjusted only roughly."""
    return {whatif.WEIGHT + key: write_percent(amount) for key, amount in asked.settings.weights.items()}


def list_views(material: Material) -> list[tuple[str, str]]:
    """The ceilings whose cut-line can be shown: key and label."""
    return [(key, material.labels[key]) for key in material.settings.ceilings]


def _tell_weight(key: str, asked: Asked, material: Material) -> dict:
    name = whatif.WEIGHT + key
    now, was = asked.settings.weights[key], material.settings.weights[key]
    return {
        "key": key,
        "name": name,
        "label": material.labels[key],
        "value": asked.typed.get(name, write_percent(now)),
        "position": str(now * 100 / UNITS),
        "was": write_percent(was),
        "was_position": str(was * 100 / UNITS),
        "note": "" if now == was else f"{'naik' if now > was else 'turun'} dari {write_percent(was)}",
        "locked": key in asked.locked,
        "error": asked.errors.get(name, ""),
    }


def _list_ceilings(asked: Asked, material: Material) -> list[dict]:
    groups: dict[str, list[dict]] = {}
    for key, was in material.settings.ceilings.items():
        name, now = whatif.CEILING + key, asked.settings.ceilings[key]
        percent = min(MOST_PERCENT, round(100 * now / was)) if was else 0
        groups.setdefault(key.split(":")[0], []).append(
            {
                "name": name,
                "label": material.labels[key],
                "value": asked.typed.get(name, group(now)),
                "was": str(was),
                "percent": str(percent) if was else "",
                "length": str(100 * percent / MOST_PERCENT),
                "note": "" if now == was else f"{'naik' if now > was else 'turun'} dari {rupiah(was)}",
                "error": asked.errors.get(name, ""),
            }
        )
    return [
        {
            "label": KINDS[kind],
            "rows": rows,
            "open": kind == "city" or any(row["note"] or row["error"] for row in rows),
            "changed": sum(bool(row["note"]) for row in rows),
        }
        for kind, rows in groups.items()
    ]
