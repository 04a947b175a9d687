"""`verify_events` agrees with a whole history, and fails loudly, naming the thing, when anything was altered."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from proposals import triggers
from proposals.models import Attachment, Event, PlanningCycle, Proposal
from proposals.services.closing import close_cycle
from proposals.services.history import chain
from proposals.services.transitions import perform
from proposals.services.uploads import store
from tests.factories import World

pytestmark = pytest.mark.django_db
EVENTS, PROPOSALS = Event._meta.db_table, Proposal._meta.db_table


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_photo(color: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(data, "JPEG")
    return SimpleUploadedFile("genangan.jpg", data.getvalue(), "image/jpeg")


def bring(world: World, *steps: str, by=None, **changed) -> Proposal:
    """A proposal with a real photo on disk, brought on by these steps."""
    row = world.draft(by=by, photo=False, **changed)
    act(row, "attach", row.created_by, add=[store(make_photo("navy"))])
    for step in steps:
        world.step(row, step)
    row.refresh_from_db()
    return row


def act(row: Proposal, action: str, by, **inputs) -> None:
    row.refresh_from_db()
    perform(targets={row.uuid: row.version}, action=action, by=by, **inputs).require()


@pytest.fixture
def world():
    return World()


@pytest.fixture
def row(world):
    """One proposal in opd_review, with six events and more."""
    return bring(world, "submit", "endorse", "recommend", "forward")


def verify() -> str:
    out = io.StringIO()
    call_command("verify_events", stdout=out, stderr=out)
    return out.getvalue()


def fail() -> str:
    """What the command says before it fails."""
    out = io.StringIO()
    with pytest.raises(CommandError, match="kesalahan pada riwayat"):
        call_command("verify_events", stdout=out, stderr=out)
    return out.getvalue()


def tamper(sql: str, *values) -> None:
    """Write as somebody with a database console would; the triggers stand again afterwards."""
    connection.check_constraints()
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1
    connection.check_constraints()
    triggers.install()


def test_history_of_every_act_is_whole(world):
    lead = bring(world, "submit", "endorse")
    act(bring(world, "submit", "endorse"), "merge", world.camat, lead=lead.uuid, volume="200", households=50)
    repaired = bring(world, "submit", "endorse", "return")
    act(
        repaired,
        "attach",
        world.operator,
        add=[store(make_photo("teal"))],
        remove=[repaired.attachments.get().uuid],
    )
    world.step(repaired, "resubmit")
    bring(world, "submit", "endorse", "reject", "reopen")
    bring(world, "submit", "endorse", "fund_local")
    bring(world, "submit", "endorse", "refer")
    bring(world, "submit", "endorse", "recommend", "forward", "redirect")
    bring(world, "submit", "endorse", "recommend", "forward", "verify")
    bring(world, "withdraw")
    act(bring(world, "submit"), "send_back", world.lurah, text="Lengkapi.")
    act(bring(world, by=world.officer, kelurahan="36.71.03.1003"), "register", world.officer)
    PlanningCycle.objects.update(published_at=world.cycle.windows.first().opens_at)
    close_cycle(cycle=world.cycle, by=world.admin)
    assert f"Riwayat utuh: {Proposal.objects.count()} usulan, {Event.objects.count()} kejadian." in verify()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("status = 'scoring'", "status scoring, tetapi riwayat berakhir dengan opd_review"),
        ("current_budget = 1", "current_budget 1, tetapi riwayat berakhir dengan 184500000"),
        ("current_volume = 121", "current_volume 121, tetapi riwayat berakhir dengan 120"),
        ("current_price = 5", "current_price 5"),
        ("current_households = 1000", "current_households 1000"),
        ("current_readiness = 5", "current_readiness 5"),
        ("current_sub_kegiatan_id = NULL", "current_sub_kegiatan None"),
        ("current_agency_id = NULL", "current_agency None"),
        ("version = version + 1", "tetapi riwayat berisi"),
        ("version = version - 1", "tetapi riwayat berisi"),
        ("reference = '2021-36.71.03.1002-0777'", "nomor 2021-36.71.03.1002-0777"),
    ],
)
def test_altered_row_is_named(row, change, named):
    tamper(f"UPDATE {PROPOSALS} SET {change} WHERE id = %s", row.pk)
    row.refresh_from_db()
    said = fail()
    assert f"{row.reference}: " in said and named in said


@pytest.mark.parametrize("seq", [1, 3, "last"])
def test_altered_event_is_named(row, seq):
    seq = row.version if seq == "last" else seq
    content = Event.objects.get(proposal=row, seq=seq).content.replace('"cycle":"2021"', '"cycle":"2022"')
    tamper(f"UPDATE {EVENTS} SET content = %s WHERE proposal_id = %s AND seq = %s", content, row.pk, seq)
    assert f"{row.reference}: sidik kejadian {seq} tidak cocok." in fail()


def test_altered_event_with_a_fitting_hash_breaks_the_chain(row):
    event = Event.objects.get(proposal=row, seq=3)
    content = event.content.replace(event.by.username, "orang-lain")
    fitting = chain(event.previous, content)
    tamper(f"UPDATE {EVENTS} SET content = %s, sha256 = %s WHERE id = %s", content, fitting, event.pk)
    assert f"{row.reference}: sidik kejadian 4 tidak cocok." in fail()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("status = 'scoring'", "kejadian 4 tidak sama dengan isinya"),
        ("action = 'reject'", "kejadian 4 tidak sama dengan isinya"),
        ("at = '2019-12-03 00:00:00+00:00'", "kejadian 4 tidak sama dengan isinya"),
        ("by_id = NULL", "kejadian 4 tidak sama dengan isinya"),
        ("previous = ''", "sidik kejadian 4 tidak cocok"),
        ("sha256 = '0'", "sidik kejadian 4 tidak cocok"),
        ("seq = 40", "kejadian ke-4 tidak ada"),
    ],
)
def test_altered_column_of_an_event_is_named(row, change, named):
    tamper(f"UPDATE {EVENTS} SET {change} WHERE proposal_id = %s AND seq = 4", row.pk)
    assert f"{row.reference}: {named}" in fail()


@pytest.mark.parametrize("seq", [1, 4, "last"])
def test_cut_off_event_is_named(row, seq):
    seq = row.version if seq == "last" else seq
    tamper(f"DELETE FROM {EVENTS} WHERE proposal_id = %s AND seq = %s", row.pk, seq)
    said = fail()
    assert f"{row.reference}: " in said
    assert f"riwayat berisi {row.version - 1} kejadian" in said or f"kejadian ke-{seq} tidak ada" in said


def test_row_without_any_event_is_named(row):
    triggers.remove()
    Event.objects.filter(proposal=row).delete()
    triggers.install()
    assert f"{row.reference}: versi {row.version}, tetapi riwayat berisi 0 kejadian." in fail()


def test_step_that_the_table_does_not_know_is_named(row):
    event = Event.objects.get(proposal=row, seq=row.version)
    content = event.content.replace('"status":"opd_review"', '"status":"prioritised"')
    tamper(
        f"UPDATE {EVENTS} SET content = %s, sha256 = %s, status = 'prioritised' WHERE id = %s",
        content,
        chain(event.previous, content),
        event.pk,
    )
    tamper(f"UPDATE {PROPOSALS} SET status = 'prioritised' WHERE id = %s", row.pk)
    assert "(forward: kecamatan_review → prioritised) tidak ada di tabel alur" in fail()


@pytest.mark.parametrize("name", [f"{EVENTS}_no_update", f"{EVENTS}_no_delete"])
def test_missing_trigger_is_named(row, name):
    connection.check_constraints()
    on = f" ON {EVENTS}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert f"Pemicu {name} tidak ada" in fail()
    triggers.install()
    assert "Riwayat utuh" in verify()


def stored_at(attachment: Attachment) -> Path:
    return Path(settings.MEDIA_ROOT) / attachment.file


def test_altered_file_is_named(row):
    attachment = row.attachments.get()
    with stored_at(attachment).open("r+b") as file:
        file.seek(200)
        file.write(b"\x00")
    assert f"Lampiran {attachment.uuid}: isi berkas tidak cocok dengan sidiknya." in fail()


def test_missing_file_is_named(row):
    attachment = row.attachments.get()
    stored_at(attachment).unlink()
    assert f"Lampiran {attachment.uuid}: berkas tidak ada." in fail()


def test_exchanged_file_with_a_fitting_row_is_named(row):
    """The hash of every attachment also stands in the history."""
    attachment, other = row.attachments.get(), store(make_photo("crimson"))
    tamper(
        f"UPDATE {Attachment._meta.db_table} SET file = %s, sha256 = %s WHERE id = %s",
        other.file,
        other.sha256,
        attachment.pk,
    )
    assert f"{row.reference}: lampiran " in fail()


def test_command_counts_all_faults_and_shows_the_first(world):
    for _ in range(3):
        bring(world)
    triggers.remove()
    Event.objects.all().delete()
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"\d+ kesalahan"):
        call_command("verify_events", stdout=out, stderr=out)
    triggers.install()
    assert len(re.findall("riwayat berisi 0 kejadian", out.getvalue())) == 3
