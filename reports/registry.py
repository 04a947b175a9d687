"""Every report of the product, and who may open it."""

from collections.abc import Mapping
from dataclasses import replace

from proposals.refusals import Refusal, Refused
from reports.declaration import Report, Subject
from reports.layouts import (
    belum_disepakati,
    daftar_per_status,
    daftar_prioritas,
    daftar_usulan,
    dana_kelurahan,
    pemeringkatan,
    prioritas_kecamatan,
    prioritas_kelurahan,
    rancangan_renja,
    rekap_kecamatan,
    rekap_kelurahan,
    usulan_pemangku_kepentingan,
    usulan_provinsi_pusat,
)
from reports.viewer import roles_of

REPORTS: dict[str, Report] = {
    layout.REPORT.slug: layout.REPORT
    for layout in (
        daftar_usulan,
        rekap_kecamatan,
        rekap_kelurahan,
        daftar_per_status,
        prioritas_kelurahan,
        prioritas_kecamatan,
        belum_disepakati,
        pemeringkatan,
        daftar_prioritas,
        dana_kelurahan,
        usulan_provinsi_pusat,
        usulan_pemangku_kepentingan,
        rancangan_renja,
    )
}

UNKNOWN = "Laporan ini tidak ada. Pilih dari daftar laporan."
NOT_FOR_ROLE = "Laporan ini tidak tersedia untuk peran Anda."


def list_reports(user) -> list[Report]:
    """The reports that the person may open."""
    roles = roles_of(user)
    return [report for report in REPORTS.values() if roles & report.roles]


def open_report(slug: str, user, asked: Mapping[str, str]) -> tuple[Report, Subject]:
    """The report with the columns of its subject, and the subject.

    Raises Refused: 404 unknown, 403 wrong role, and whatever the report refuses itself.
    """
    report = REPORTS.get(slug)
    if report is None:
        raise Refused(Refusal(404, "unknown_report", UNKNOWN))
    if not roles_of(user) & report.roles:
        raise Refused(Refusal(403, "role", NOT_FOR_ROLE))
    subject = report.settle(user, asked)
    return (replace(report, columns=subject.columns) if subject.columns else report), subject
