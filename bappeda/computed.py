"""Why a criterion that nobody marks has its level, as the end of "Dihitung dari data: …"."""

from bappeda.models import Criterion
from proposals.models import Proposal
from regions.indonesian import group, rupiah

UNITS = {"current_households": "KK", "people": "jiwa", "current_readiness": ""}


def tell_level(criterion: Criterion, proposal: Proposal, level: int) -> str:
    """As in "34 KK termasuk kelompok 30 sampai kurang dari 40 KK, nilai 4."."""
    if criterion.source == Criterion.Source.CATALOGUE:
        told = "ditetapkan kamus usulan"
    elif criterion.source == Criterion.Source.ORDER:
        order = proposal.kecamatan_order
        told = f"urutan kecamatan {order}" if order else "tanpa urutan kecamatan"
    else:
        told = _tell_field(criterion, proposal, level)
    meaning = "" if "kelompok" in told else criterion.descriptors.get(str(level), "")
    return f"{told}, nilai {level}. {meaning}".strip()


def _tell_field(criterion: Criterion, proposal: Proposal, level: int) -> str:
    name = criterion.field_name
    value = getattr(proposal, name)
    if name == Criterion.FieldName.LAND:
        return f"status lahan {proposal.get_land_status_display() or 'belum diisi'}"
    if value is None:
        return f"{criterion.get_field_name_display()} belum diisi"
    if name == Criterion.FieldName.READINESS:
        return f"kesiapan {value} menurut Perangkat Daerah"
    edges = criterion.rule.bands.edges
    limits = edges.get(proposal.kind) or edges.get("") or ()
    return f"{tell_value(name, value)} termasuk kelompok {tell_band(name, limits, level)}"


def tell_value(name: str, value: int) -> str:
    return rupiah(value) if name == Criterion.FieldName.BUDGET else f"{group(value)} {UNITS[name]}".strip()


def tell_band(name: str, limits, level: int) -> str:
    """Half-open: the lower end belongs to the band, the upper one to the next."""
    if level == 1:
        return f"kurang dari {tell_value(name, limits[0])}"
    if level == len(limits) + 1:
        return f"{tell_value(name, limits[-1])} atau lebih"
    low = tell_value(name, limits[level - 2])
    if limits[level - 1] == limits[level - 2] + 1:
        return low
    if name != Criterion.FieldName.BUDGET:
        low = low.split(" ")[0]
    return f"{low} sampai kurang dari {tell_value(name, limits[level - 1])}"
