"""How the API says a report: its columns and its rows, with the same values as page and file."""

from rest_framework import serializers

from reports.declaration import Cell, Column, Kind


class ColumnSerializer(serializers.Serializer):
    key = serializers.CharField()
    heading = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    source = serializers.CharField(help_text="Dari mana isinya.")
    heads = serializers.ListField(
        child=serializers.CharField(), help_text="Kepala kolom di atasnya, dari yang terluar."
    )


class SheetSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(
        child=serializers.DictField(), help_text="Tiap baris: isi menurut kunci kolom."
    )


class ReportSummarySerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    columns = ColumnSerializer(many=True, source="all_columns")
    formats = serializers.ListField(child=serializers.CharField(), help_text="Bentuk berkas yang tersedia.")


class ReportRowsSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    params = serializers.DictField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)
    snapshot_at = serializers.DateTimeField(help_text="Keadaan data.")
    group = serializers.CharField(allow_null=True, help_text="Kunci kolom yang mengelompokkan baris.")
    totals = serializers.DictField(
        help_text="Jumlah seluruh baris (bukan hanya halaman ini) menurut kunci kolom."
    )
    count = serializers.IntegerField(help_text="Banyaknya seluruh baris.")
    next = serializers.IntegerField(allow_null=True, help_text="Isi untuk `offset` berikutnya.")
    rows = serializers.ListField(
        child=serializers.DictField(), help_text="Tiap baris: isi menurut kunci kolom."
    )
    sheets = SheetSerializer(many=True)


class PackageSerializer(serializers.Serializer):
    title = serializers.CharField()
    contents = serializers.CharField(help_text="rekap atau lengkap.")
    stage = serializers.CharField(help_text="Tahap yang berakhir; kosong untuk paket malam dan yang diminta.")
    kecamatan = serializers.CharField(
        source="kecamatan.code", default=None, help_text="Kode kecamatan pemiliknya; null untuk Bappeda."
    )
    snapshot_at = serializers.DateTimeField(help_text="Keadaan data.")
    file_count = serializers.IntegerField(help_text="Berkas di dalamnya.")
    left_out = serializers.ListField(
        child=serializers.CharField(), help_text="Yang tidak dimuat, dan sebabnya."
    )
    filename = serializers.CharField()
    size = serializers.IntegerField(help_text="Bita.")
    sha256 = serializers.CharField()
    expires_at = serializers.DateTimeField(help_text="Disimpan sampai.")
    url = serializers.SerializerMethodField()

    def get_url(self, package) -> str:
        return self.context["request"].build_absolute_uri(package.get_absolute_url())


def write_cell(cell: Cell):
    """Whole numbers as numbers, decimals as text (exact), dates and moments in ISO 8601."""
    if cell is None or isinstance(cell, str | int):
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else f"{cell:f}"


def write_row(columns: tuple[Column, ...], row) -> dict:
    return {column.key: write_cell(cell) for column, cell in zip(columns, row, strict=True)}
