"""A boundary file comes in: matched by code or name, said what did not fit, the same file twice changes nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from regions import geojson
from regions.models import Boundary, Kelurahan
from regions.services import boundaries
from regions.services.loading import load_reference

pytestmark = pytest.mark.django_db
HALF = 0.004  # degrees: a square of about 890 m around the centroid


@pytest.fixture(autouse=True)
def _places():
    load_reference()


def around(row: Kelurahan, half: float = HALF) -> dict:
    x, y = float(row.longitude), float(row.latitude)
    ring = [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def feature(geometry, **properties) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def pack(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def find(code: str) -> Kelurahan:
    return Kelurahan.objects.get(code=code)


def run(tmp_path, data: bytes, name="batas.geojson") -> tuple[str, str]:
    (tmp_path / name).write_bytes(data)
    out, problems = StringIO(), StringIO()
    call_command("load_boundaries", str(tmp_path / name), stdout=out, stderr=problems)
    return out.getvalue(), problems.getvalue()


def test_command_loads_and_the_second_time_changes_nothing(tmp_path):
    rows = Kelurahan.objects.order_by("pk")[:5]
    data = pack(*(feature(around(row), code=row.code) for row in rows))
    assert run(tmp_path, data) == ("5 garis batas kelurahan (5 baru, 0 diperbarui)\n", "")
    before = list(Boundary.objects.values())
    assert run(tmp_path, data)[0].startswith("5 garis batas kelurahan (0 baru, 0 diperbarui)")
    assert list(Boundary.objects.values()) == before
    assert Boundary.objects.get(kelurahan=rows[0]).source == "batas.geojson"


def test_a_changed_outline_replaces_the_old_one_also_for_who_has_just_looked():
    row = find("36.71.03.1002")
    boundaries.load(pack(feature(around(row), code=row.code)), source="a")
    assert len(boundaries.find_outlines(row.pk).full[0][0]) == 5
    first = boundaries.find_outlines(row.pk)
    with_more = boundaries.load(pack(feature(around(row, 0.005), code=row.code)), source="b")
    assert (with_more.created, with_more.changed) == (0, 1)
    boundaries._forget([row.pk])  # what the end of the transaction does
    assert Boundary.objects.get().outline != first.full


@pytest.mark.parametrize(
    "properties",
    [
        {"kode": "3671031002"}, {"KDEPUM": "36.71.03.1002", "NAMOBJ": "lain"}, {"id": 3671031002},
        {"name": "Batujaya"}, {"NAMOBJ": "BATU JAYA"}, {"WADMKD": "Batujaya", "WADMKC": "Batuceper"},
        {"nama": "Kel. Batujaya"},
    ],
)  # fmt: skip
def test_a_kelurahan_is_known_by_code_or_by_either_spelling(properties):
    loaded = boundaries.load(pack(feature(around(find("36.71.03.1002")), **properties)), source="x")
    assert (loaded.total, loaded.problems) == (1, [])
    assert Boundary.objects.get().kelurahan.code == "36.71.03.1002"


def test_kecamatan_of_the_same_name_are_passed_over():
    row = Kelurahan.objects.get(name="Batuceper")
    wide = around(row, 0.03)
    features = [
        feature(wide, code="36.71.03", name="Batuceper"),
        feature(wide, name="Batuceper", level="kecamatan"),
        feature(wide, name="Batuceper"),
        feature(around(row), name="Batuceper"),
    ]
    loaded = boundaries.load(pack(*features), source="x")
    assert (loaded.total, loaded.others) == (1, 2)
    assert "mungkin batas kecamatan" in loaded.problems[0]


def test_what_does_not_fit_is_said_and_the_rest_is_loaded(tmp_path):
    batujaya, pajang = find("36.71.03.1002"), find("36.71.04.1004")
    turned = [[y, x] for x, y in around(pajang)["coordinates"][0]]
    data = pack(
        feature(around(batujaya), code=batujaya.code),
        feature(around(batujaya), name="Batujaya", code=batujaya.code),
        feature(around(batujaya), name="Kemayoran"),
        feature(around(batujaya), code=pajang.code, name="Pajang"),
        feature({"type": "Polygon", "coordinates": [turned]}, code=pajang.code),
        feature({"type": "Polygon", "coordinates": [[[690000, 9310000]] * 5]}, code=pajang.code),
        feature({"type": "Point", "coordinates": [1, 2]}, code=pajang.code),
        feature({"type": "Polygon", "coordinates": [[[1, 2], [1, 3]]]}, code=pajang.code),
        feature({"type": "Polygon", "coordinates": [[["a", None]] * 5]}, code=pajang.code),
        feature(None, code=pajang.code),
        "bukan wilayah",
    )
    out, problems = run(tmp_path, data)
    assert out == "1 garis batas kelurahan (1 baru, 0 diperbarui)\n"
    for part in (
        "Wilayah ke-2 “Batujaya”: kelurahan ini sudah ada di berkas",
        "Wilayah ke-3 “Kemayoran”: tidak cocok",
        "Wilayah ke-4 “Pajang”: letaknya lebih dari 1 km",
        "Wilayah ke-5: koordinatnya bukan derajat",
        "Wilayah ke-6: koordinatnya bukan derajat",
        "Wilayah ke-7: bentuknya bukan Polygon",
        "Wilayah ke-8: garisnya kurang dari tiga titik",
        "Wilayah ke-9: ada titik yang bukan angka",
        "Wilayah ke-10: bentuknya",
        "Wilayah ke-11: tidak cocok",
    ):
        assert part in problems


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "bukan GeoJSON yang utuh"), (b"PK\x03\x04", "bukan GeoJSON yang utuh"),
        (b"[" * 100_000, "bukan GeoJSON yang utuh"), (b'{"type": NaN}', "bukan GeoJSON yang utuh"),
        (b"\xff\xfe{}", "bukan GeoJSON yang utuh"), (b"[]", "FeatureCollection"),
        (b'{"type":"Feature"}', "FeatureCollection"),
        (b'{"type":"FeatureCollection","features":[]}', "tidak memuat satu wilayah pun"),
        (pack({"type": "Feature"}), "cocok dengan kelurahan. Wilayah ke-1: tidak cocok"),
        (pack(*[{}] * (geojson.MOST_FEATURES + 1)), "lebih dari 5000 wilayah"),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_with_its_sentence(tmp_path, data, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path, data)
    assert Boundary.objects.count() == 0


def test_too_large_or_absent_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(boundaries, "LARGEST", 10)
    with pytest.raises(CommandError, match="paling besar 0 MB"):
        run(tmp_path, b" " * 11)
    with pytest.raises(CommandError, match="tidak bisa dibaca"):
        call_command("load_boundaries", str(tmp_path / "tidak-ada"))


def test_an_outline_of_too_many_points_is_refused():
    row = find("36.71.03.1002")
    ring = [[float(row.longitude), float(row.latitude)]] * (geojson.MOST_POINTS + 1)
    with pytest.raises(geojson.UnfitFile, match="lebih dari 20000 titik"):
        boundaries.load(pack(feature({"type": "Polygon", "coordinates": [ring]}, code=row.code)), source="x")


def test_remove_takes_all_away_and_the_command_wants_one_of_both():
    row = find("36.71.03.1002")
    boundaries.load(pack(feature(around(row), code=row.code)), source="a")
    out = StringIO()
    call_command("load_boundaries", "--remove", stdout=out)
    assert out.getvalue() == "1 garis batas dihapus.\n"
    assert Boundary.objects.count() == 0
    for words in ([], ["x.geojson", "--remove"]):
        with pytest.raises(CommandError, match="satu berkas"):
            call_command("load_boundaries", *words)
