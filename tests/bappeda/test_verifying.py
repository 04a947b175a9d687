"""A run proves itself, and fails loudly after one byte is changed behind the application's back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bappeda import computing
from bappeda.models import RankedProposal, RankingRun
from bappeda.services.verifying import verify
from proposals import triggers
from proposals.models import Proposal
from tests.bappeda.factories import (
    make_marked,
    make_published_run,
    make_run,
    make_world,
    mark,
    set_ceiling,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def run(world):
    first = make_marked(world)
    make_marked(world)
    set_ceiling(world, first.current_budget)
    return make_run(world)


@pytest.fixture
def unprotected():
    """For a test that breaks a run on purpose: the triggers are away while it writes."""
    triggers.remove()
    yield
    triggers.install()


def reread(run) -> RankingRun:
    return RankingRun.objects.get(pk=run.pk)


def tamper(sql: str, *values) -> None:
    """Write as somebody with a database console would."""
    connection.check_constraints()  # PostgreSQL changes no table with checks still open
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    connection.check_constraints()
    triggers.install()


def call(*args) -> str:
    out = StringIO()
    call_command("verify_ranking", *args, stdout=out, stderr=out)
    return out.getvalue()


def test_untouched_run_is_sound(run):
    verification = verify(reread(run))
    assert (verification.is_sound, verification.faults, verification.changes) == (True, (), ())


def test_published_run_is_sound_and_nothing_that_was_judged_has_changed(world):
    make_marked(world)
    run = make_published_run(world)
    verification = verify(reread(run))
    assert (verification.faults, verification.changes) == ((), ())


def test_command_names_each_run_and_its_hash(run):
    assert run.result_sha256 in call()
    assert "1 perhitungan diperiksa." in call(str(run.pk))


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("score", "99.000000", "score"),
        ("outcome", "prioritised", "outcome"),
        ("budget", 1, "budget"),
        ("contributions", "[]", "contributions"),
        ("tie_rule", "households", "tie_rule"),
        ("needed", 10**15, "needed"),
        ("proposal_version", 99, "proposal_version"),
    ],
)
def test_altered_row_is_a_fault(run, column, value, name):
    table = RankedProposal._meta.db_table
    extra = ", binding_ceiling='', needed=NULL, \"left\"=NULL" if column == "outcome" else ""
    tamper(f"UPDATE {table} SET {column}=%s{extra} WHERE position=2", value)
    verification = verify(reread(run))
    (fault,) = verification.faults
    assert fault.startswith("Urutan 2 ")
    assert name in fault
    with pytest.raises(CommandError, match="1 dari 1"):
        call()


def test_missing_row_is_a_fault(run):
    tamper(f"DELETE FROM {RankedProposal._meta.db_table} WHERE position=2")
    assert verify(reread(run)).faults == ("Tersimpan 1 urutan, hasil hitung ulang 2.",)


def test_one_changed_byte_of_the_inputs_is_a_fault(run):
    inputs = reread(run).inputs.replace('"rkpd":4', '"rkpd":5', 1)
    tamper(f"UPDATE {RankingRun._meta.db_table} SET inputs=%s", inputs)
    assert verify(reread(run)).faults == ("Masukan tidak cocok dengan sidiknya.",)


def test_changed_inputs_with_a_fitting_hash_are_a_fault_too(run):
    inputs = reread(run).inputs.replace('"rkpd":4', '"rkpd":5', 1)
    table = RankingRun._meta.db_table
    tamper(f"UPDATE {table} SET inputs=%s, inputs_sha256=%s", inputs, computing.digest(inputs))
    assert "Hasil hitung ulang tidak cocok dengan sidik hasil." in verify(reread(run)).faults


def test_inputs_not_in_canonical_form_are_a_fault(run):
    inputs = reread(run).inputs + " "
    table = RankingRun._meta.db_table
    tamper(f"UPDATE {table} SET inputs=%s, inputs_sha256=%s", inputs, computing.digest(inputs))
    assert verify(reread(run)).faults == ("Masukan tidak tertulis dalam bentuk baku.",)


def test_inputs_that_cannot_be_computed_are_a_fault(run):
    inputs = reread(run).inputs.replace('"allocation":"skip"', '"allocation":"grab"', 1)
    table = RankingRun._meta.db_table
    tamper(f"UPDATE {table} SET inputs=%s, inputs_sha256=%s", inputs, computing.digest(inputs))
    (fault,) = verify(reread(run)).faults
    assert fault.startswith("Masukan tidak bisa dihitung ulang")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("result_sha256='0'", "sidik hasil"),
        ("modules_sha256='0'", "Sidik modul"),
        ("prioritised_count=9", "jumlah prioritas"),
        ("ceilings='[]'", "pemakaian pagu"),
        ("unassessed='[1]'", "daftar belum dinilai"),
    ],
)
def test_altered_summary_is_a_fault(run, change, name):
    tamper(f"UPDATE {RankingRun._meta.db_table} SET {change}")
    (fault,) = verify(reread(run)).faults
    assert name in fault


def test_missing_trigger_is_a_fault(run, unprotected):
    faults = verify(reread(run)).faults
    assert len(faults) == 4
    assert all("Pemicu" in fault for fault in faults)
    with pytest.raises(CommandError):
        call()


def test_later_mark_is_named_and_is_no_fault(world, run):
    row = RankedProposal.objects.get(run=run, position=1).proposal
    mark(world, row, reviewer=world.person("bappeda_reviewer"))
    verification = verify(reread(run))
    assert verification.is_sound
    assert verification.changes == (f"Usulan {row.reference}: nilai penilai sekarang berbeda.",)
    assert row.reference in call()


def test_later_ceiling_and_order_are_named(world, run):
    row = RankedProposal.objects.get(run=run, position=1).proposal
    Proposal.objects.filter(pk=row.pk).update(kecamatan_order=1)
    set_ceiling(world, 5, "kecamatan", kecamatan=world.batuceper)
    assert set(verify(reread(run)).changes) == {
        "Pagu sekarang berbeda dari yang dibekukan.",
        "Panjang daftar kecamatan sekarang berbeda dari yang dibekukan.",
        f"Usulan {row.reference}: urutan kecamatan sekarang berbeda.",
    }


def test_run_with_left_out_proposals_is_sound(world):
    make_marked(world)
    row = world.proposal("scoring")
    run = make_run(world, unassessed={row.uuid: "Penilai sakit."})
    verification = verify(reread(run))
    assert (verification.faults, verification.changes) == ((), ())


def test_command_shows_some_differences_and_counts_the_rest(world, run, monkeypatch):
    monkeypatch.setattr("bappeda.management.commands.verify_ranking.SHOWN", 1)
    Proposal.objects.filter(pk__in=RankedProposal.objects.values("proposal")).update(current_households=1)
    assert "… dan 1 perbedaan lain." in call()


def test_unknown_run_is_an_error():
    with pytest.raises(CommandError, match="kunci 999"):
        call("999")


def test_number_of_queries_does_not_grow_with_the_proposals(world, django_assert_num_queries):
    make_marked(world)
    first = make_run(world)
    with CaptureQueriesContext(connection) as one:
        verify(reread(first))
    make_marked(world)
    make_marked(world)
    third = make_run(world)
    with django_assert_num_queries(len(one)):
        verify(reread(third))
