"""What the agency's home says, prices beside the catalogue, and the share of the ceiling."""

from decimal import Decimal

import pytest

from opd import prices
from opd.home import build_home
from opd.share import read_share
from proposals import clock
from proposals.models import Ceiling
from tests.kelurahan.pages import read_text
from tests.opd.sheet import again, decide, url

pytestmark = pytest.mark.django_db
QUEUE = "/opd/"


def test_home_says_what_waits_until_when(world):
    world.proposal("opd_review")
    world.proposal("scoring")
    home = build_home(world.verifier, world.cycle, clock.now())
    assert (home["progress"].waiting, home["progress"].done) == (1, 1)
    assert home["decided"][0].outcome == "accepted"


@pytest.mark.parametrize(
    ("price", "catalogue", "percent"),
    [
        (110, 100, "10.0"),
        (90, 100, "-10.0"),
        (100, 100, "0.0"),
        (10**15, 1, "99999999999999900.0"),
        (1, 3, "-66.7"),
    ],
)
def test_price_is_compared_in_percent(price, catalogue, percent):
    assert prices.compare(price, catalogue).percent == Decimal(percent)


@pytest.mark.parametrize(("price", "catalogue"), [(None, 1), (1, None), (0, 0)])
def test_price_without_a_counterpart_is_not_compared(price, catalogue):
    assert prices.compare(price, catalogue) is None


@pytest.mark.parametrize(
    ("price", "words", "far"),
    [
        (118, "18% di atas harga kamus", True),
        (110, "10% di atas harga kamus", False),
        (89, "11% di bawah harga kamus", True),
        (100, "sama dengan harga kamus", False),
    ],
)
def test_price_is_said_in_words_and_marked_when_far(price, words, far):
    check = prices.compare(price, 100)
    assert (check.words, check.far) == (words, far)


def share_of(world, amount: int) -> None:
    Ceiling.objects.create(
        cycle=world.cycle,
        kind="agency",
        agency=world.dpupr,
        amount=amount,
        reason="Uji",
        effective_on="2020-01-02",
    )


def test_share_counts_what_was_declared_fit(world, django_assert_num_queries):
    assert read_share(world.dpupr.pk, world.cycle) is None
    share_of(world, 300_000_000)
    world.proposal("scoring")
    world.proposal("opd_review")
    with django_assert_num_queries(1):
        share = read_share(world.dpupr.pk, world.cycle)
    assert (share.spent, share.excess) == (184_500_000, 0)
    assert share.warn(115_500_000) == ""
    assert "di atas pagu. Boleh diteruskan" in share.warn(115_500_001)


def test_share_is_a_gauge_on_home_and_queue_and_blocks_nothing(verifier, world):
    share_of(world, 1_000_000)
    row = world.proposal("opd_review")
    assert "Pagu usulan DPUPR" in read_text(verifier.get(QUEUE)) and "Pagu usulan DPUPR" in read_text(
        verifier.get("/")
    )
    decide(verifier, row, "verify", **{"verify-readiness": "4"})
    assert again(row).status == "scoring"
    assert "melampaui pagu Rp 183.500.000" in read_text(verifier.get(QUEUE)).replace("\xa0", " ")


def test_figures_are_checked_while_they_are_typed(verifier, world):
    share_of(world, 1_000_000)
    row = world.proposal("opd_review")
    text = read_text(verifier.get(url(row) + "harga/?verify-price=1.814.250&verify-volume=100")).replace(
        "\xa0", " "
    )
    assert "18% di atas harga kamus" in text and "jumlahnya Rp 181.425.000" in text
    assert verifier.get(url(row) + "harga/?verify-price=x&verify-volume=9e99").status_code == 200
