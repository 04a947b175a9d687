"""Which offices have touched a proposal and may ask and answer about it, and for which of them a person speaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.offices import Standing
from accounts.roles import BIDANG
from proposals.models import Addressee, Message

KINDS = Message.Party


@dataclass(frozen=True, slots=True)
class Party:
    """One office beside a proposal. `agency_id` and `code` are set for a Perangkat Daerah alone."""

    kind: str
    name: str
    office_id: int | None = None
    code: str = ""

    @property
    def key(self) -> str:
        """How forms and the API name it: "kelurahan", "kecamatan", "bappeda", "agency:DPUPR"."""
        return f"{self.kind}:{self.code}" if self.code else self.kind

    @property
    def agency_id(self) -> int | None:
        return self.office_id if self.kind == KINDS.AGENCY else None


def list_parties(row) -> list[Party]:
    """Its kelurahan and kecamatan, every Perangkat Daerah it is or was addressed to, and Bappeda; one query."""
    parties = []
    if row.kelurahan_id:
        parties.append(Party(KINDS.KELURAHAN, f"Kelurahan {row.kelurahan.name}", row.kelurahan_id))
    parties.append(Party(KINDS.KECAMATAN, f"Kecamatan {row.kecamatan.name}", row.kecamatan_id))
    addressed = Addressee.objects.filter(proposal=row).select_related("agency").order_by("since", "pk")
    parties += [_agency(addressee.agency) for addressee in addressed]
    return [*parties, Party(KINDS.BAPPEDA, "Bappeda")]


def find_voices(held: Sequence[Standing], parties: Sequence[Party]) -> list[tuple[Standing, Party]]:
    """For which parties a person speaks, and in which standing: the first that fits each. Leadership only reads."""
    voices: dict[Party, Standing] = {}
    for standing in held:
        for party in parties:
            if _belongs(standing, party):
                voices.setdefault(party, standing)
    return [(standing, party) for party, standing in voices.items()]


def _belongs(standing: Standing, party: Party) -> bool:
    if party.kind == KINDS.BAPPEDA:
        return standing.role in BIDANG
    return standing.office_kind == party.kind and standing.office_id == party.office_id


def _agency(agency) -> Party:
    name = f"{agency.name} (sebagai Perangkat Daerah)" if agency.kecamatan_id else agency.name
    return Party(KINDS.AGENCY, name, agency.pk, agency.code)
