"""Reports over the API: what there is, and the rows of one, by the same declaration as pages and files."""

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from proposals.refusals import Refused, content
from reports import registry
from reports.packages.listing import list_ready
from reports.scope import find_cycle
from reports.serializers import (
    PackageSerializer,
    ReportRowsSerializer,
    ReportSummarySerializer,
    write_cell,
    write_row,
)
from reports.snapshot import snapshot

PAGE = 500
MOST = 2000


def _describe_query() -> list[OpenApiParameter]:
    """The parameters of all reports: each takes those of its own declaration."""
    own = {
        choice.key: choice.label
        for report in registry.REPORTS.values()
        for choice in (*report.versions, *report.filters)
    }
    return [
        OpenApiParameter(
            "cycle", str, required=True, description="Tahun perencanaan, misalnya 2021 atau latihan-2021."
        ),
        *(
            OpenApiParameter(key, str, description=f"{label}; kosong: semua atau yang berlaku.")
            for key, label in own.items()
        ),
        OpenApiParameter("offset", int, description="Baris yang dilewati."),
        OpenApiParameter("limit", int, description=f"Paling banyak {MOST}, bawaan {PAGE}."),
    ]


class ReportListView(APIView):
    @extend_schema(operation_id="reports_list", responses=ReportSummarySerializer(many=True))
    def get(self, request):
        """The reports that the person may open."""
        return Response(ReportSummarySerializer(registry.list_reports(request.user), many=True).data)


class ReportRowsView(APIView):
    @extend_schema(operation_id="reports_rows", parameters=_describe_query(), responses=ReportRowsSerializer)
    def get(self, request, slug):
        """One report about one subject: columns, rows from `offset` on, and the tables beside them."""
        asked = request.query_params.dict()
        offset = _whole(asked, "offset", default=0, most=2**31)
        limit = _whole(asked, "limit", default=PAGE, most=MOST)
        with snapshot() as moment:
            report, subject = registry.open_report(slug, request.user, asked)
            listing = report.list_rows(subject)
            count = listing.count()
            columns = report.all_columns
            body = {
                "slug": report.slug,
                "title": subject.title,
                "lines": subject.lines,
                "note": report.note,
                "params": subject.params,
                "snapshot_at": moment,
                "columns": columns,
                "group": report.group.key if report.group else None,
                "count": count,
                "next": offset + limit if offset + limit < count else None,
                "rows": [write_row(columns, row) for row in listing.cut(offset, offset + limit)],
                "totals": {key: write_cell(total) for key, total in listing.totals().items()},
                "sheets": [
                    {
                        "key": sheet.key,
                        "title": sheet.title,
                        "columns": sheet.columns,
                        "rows": [write_row(sheet.columns, row) for row in sheet.list_rows(subject)],
                    }
                    for sheet in report.sheets
                ],
            }
        return Response(ReportRowsSerializer(body).data)


class PackageListView(APIView):
    @extend_schema(
        operation_id="report_packages_list",
        parameters=[OpenApiParameter("cycle", str, required=True, description="Tahun perencanaan.")],
        responses=PackageSerializer(many=True),
    )
    def get(self, request):
        """The packages that the person may fetch, newest data first."""
        cycle = find_cycle(request.query_params.get("cycle", ""))
        packages = list_ready(request.user, cycle)
        return Response(PackageSerializer(packages, many=True, context={"request": request}).data)


def _whole(asked: dict[str, str], name: str, *, default: int, most: int) -> int:
    """A whole number of the query; raises Refused (400) for anything else."""
    text = asked.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or len(text) > 10 or int(text) > most:
        raise Refused(content({name: f"Isi {name} dengan angka bulat, paling banyak {most}."}))
    return int(text)


urlpatterns = [
    path("report-packages/", PackageListView.as_view(), name="report-packages"),
    path("reports/", ReportListView.as_view(), name="report-list"),
    path("reports/<slug:slug>/", ReportRowsView.as_view(), name="report-rows"),
]
