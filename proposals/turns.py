"""Whose turn it is, in one sentence with its deadline."""

from datetime import datetime

from proposals import workflow
from proposals.windows import Windows
from regions.indonesian import long_moment


def name_turn(proposal) -> str:
    """Who must act now: "Camat Batuceper", "DPUPR", "Kelurahan Batujaya"; empty when it is final."""
    turn = workflow.STATUSES[proposal.status].turn
    if turn is None:
        return ""
    if turn == "lurah":
        return f"Lurah {proposal.kelurahan.name}"
    if turn == "kelurahan":
        if proposal.source == "musrenbang":
            return f"Kelurahan {proposal.kelurahan.name}"
        return f"Kecamatan {proposal.kecamatan.name}" if proposal.source == "kecamatan" else "Bappeda"
    if turn == "kecamatan":
        return f"{'Camat' if proposal.is_recommended else 'Kecamatan'} {proposal.kecamatan.name}"
    if turn == "agency":
        return proposal.current_agency.name if proposal.current_agency else "Perangkat Daerah"
    return "penilaian Bappeda"


def describe_turn(proposal, *, windows: Windows, now: datetime) -> str:
    """As in "Menunggu Camat Batuceper sampai Jumat, 14 Februari 2020 pukul 16.00 WIB."."""
    status = workflow.STATUSES[proposal.status]
    if status.final:
        when = f" sejak {long_moment(proposal.decided_at)}" if proposal.decided_at else ""
        return f"Selesai: {status.label}{when}."
    waits = f"Menunggu {'perbaikan oleh ' if proposal.status == 'revision' else ''}{name_turn(proposal)}"
    opening = windows.of_proposal(status.stage or workflow.ACT_UNTIL, proposal, now)
    if opening.closes_at is None:
        return f"{waits}. Jadwal tahapnya belum diatur."
    if opening.opens_at and now < opening.opens_at:
        return f"{waits}. Tahapnya dibuka {long_moment(opening.opens_at)}."
    if not opening.is_open:
        return f"{waits}. Tahapnya sudah ditutup {long_moment(opening.closes_at)}; perpanjangan diminta ke Bappeda."
    return f"{waits} sampai {long_moment(opening.closes_at)}."
