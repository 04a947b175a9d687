"""/kecamatan/<uuid>/: funding by Dana Kelurahan, within its ceiling."""

import pytest

from proposals.models import Ceiling
from tests.kecamatan.sheet import again, decide
from tests.kelurahan.pages import read_text

pytestmark = pytest.mark.django_db


def ceiling(world, amount: int) -> None:
    Ceiling.objects.create(
        cycle=world.cycle, kind="dana_kelurahan", kelurahan=world.batujaya, amount=amount, reason="Awal",
        effective_on="2020-01-02",
    )  # fmt: skip


def test_dana_kelurahan_shows_the_ceiling_and_what_is_left(camat, world):
    ceiling(world, 370_000_000)
    world.step(world.proposal(), "fund_local")
    row = world.proposal()
    text = read_text(camat.get(f"/kecamatan/{row.uuid}/isian/fund_local/"))
    assert "Sisa Dana Kelurahan Batujaya Rp 185.500.000 dari pagu Rp 370.000.000" in text


def test_dana_kelurahan_above_the_ceiling_is_refused_with_the_sums(camat, world):
    ceiling(world, 200_000_000)
    world.step(world.proposal(), "fund_local")
    row = world.proposal()
    response = decide(
        camat,
        row,
        "fund_local",
        query="?tindakan=fund_local",
        **{"fund_local-sub_kegiatan": "7.01.03.2.02.03"},
    )
    assert response.status_code == 409
    sentence = "Perlu Rp 184.500.000, sisa Dana Kelurahan Batujaya Rp 15.500.000. Kurang Rp 169.000.000."
    assert sentence in read_text(response)
    assert (again(row).status, row.is_recommended) == ("kecamatan_review", False)


def test_dana_kelurahan_with_another_sub_kegiatan_is_refused(camat, world):
    row = world.proposal()
    response = decide(
        camat,
        row,
        "fund_local",
        query="?tindakan=fund_local",
        **{"fund_local-sub_kegiatan": "1.03.06.2.01.05"},
    )
    assert response.status_code == 422
    assert again(row).status == "kecamatan_review"
