"""Agreement of reviewers: the page, whose names and marks it shows, the invitation to mark again, and what stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bappeda.models import Assessment, Assignment, EarlierSheet
from bappeda.services.marking import reopen_sheet
from bappeda.services.reopening import invite_again
from jobs.models import Notification
from proposals.refusals import Refused
from tests.bappeda.factories import assign_sheet, make_world, mark
from tests.factories import close_stage

pytestmark = pytest.mark.django_db
PAGE = "/bappeda/kesepakatan/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def other(world):
    return world.person("bappeda_reviewer")


@pytest.fixture
def disputed(world, other):
    """5 and 1, 3 and 3: 25 points apart on the criterion of weight 0.25."""
    row = world.proposal("scoring")
    mark(world, row, marks={"rkpd": 5, "lintas_wilayah": 3}, note="Sasaran jelas.")
    mark(world, row, marks={"rkpd": 1, "lintas_wilayah": 3}, reviewer=other)
    return row


def see(client, user, url=PAGE, status=200) -> str:
    client.force_login(user)
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def invite(client, user, row, reason="Samakan arti tingkat 4."):
    client.force_login(user)
    return client.post(reverse("bappeda:invite", args=[row.uuid]), {"reason": reason})


def test_page_names_reviewers_to_those_who_decide(client, world, other, disputed):
    mark(world, world.proposal("scoring"), marks={"rkpd": 2, "lintas_wilayah": 2})
    text = see(client, world.admin)
    assert "3 lembar bernilai; 1 usulan dinilai dua penilai atau lebih." in text
    assert "Jarak nilai 25,0 poin." in text
    assert "2,00 lebih tinggi" in text and "2,00 lebih rendah" in text
    assert str(world.reviewer) in text and str(other) in text and "Sasaran jelas." in text
    assert str(other) in see(client, world.head)


def test_leadership_and_reviewers_read_no_names_or_notes_of_others(client, world, other, disputed):
    for reader in (world.person("leadership"), other):
        text = see(client, reader)
        assert str(world.reviewer) not in text and "Sasaran jelas." not in text
        assert "Jarak nilai 25,0 poin." in text
        assert ("Anda" in text) == (reader == other)
        assert "Undang menilai ulang" not in text


def test_reviewer_reads_it_only_when_all_own_sheets_are_in(client, world, other, disputed):
    row = world.proposal("scoring")
    assign_sheet(world, row, other)
    assert "Tersisa 1 lembar." in see(client, other, status=403)
    see(client, world.person("bappeda_reviewer"), status=403)  # who has marked nothing waits too
    mark(world, row, reviewer=other)
    see(client, other)


def test_sentences_instead_of_an_empty_table(client, world, other):
    assert "Belum ada lembar yang selesai." in see(client, world.admin)
    row = world.proposal("scoring")
    mark(world, row, marks={}, abstained=True, abstain_reason="Pernah ikut merencanakan.")
    assert "Semua lembar yang selesai menyatakan tidak menilai" in see(client, world.admin)
    mark(world, row, reviewer=other)
    assert "Baru satu penilai yang memberi nilai." in see(client, world.admin)


def test_invitation_reopens_keeps_tells_and_shows_how_marks_moved(client, world, other, disputed):
    assert invite(client, world.admin, disputed).url == PAGE
    assert set(Assessment.objects.values_list("state", "submitted_at")) == {("draft", None)}
    kept = EarlierSheet.objects.get(assessment__reviewer=world.reviewer)
    assert (kept.version, kept.marks, kept.note) == (1, {"rkpd": 5, "lintas_wilayah": 3}, "Sasaran jelas.")
    assert (kept.why, kept.replaced_by) == ("Samakan arti tingkat 4.", world.admin)
    for person in (world.reviewer, other):
        told = Notification.objects.get(recipient=person, key__startswith="invited:")
        assert "Alasan: Samakan arti tingkat 4." in told.text and told.url.endswith(f"{disputed.uuid}/")
    assert "Jarak semula 25,0 poin; 2 penilai sedang menilai ulang." in see(client, world.admin)
    sheet = see(client, world.reviewer, reverse("bappeda:sheet", args=[disputed.uuid]))
    assert "Nilai sebelumnya" in sheet and "Anda diundang menilai ulang: Samakan arti tingkat 4." in sheet
    mark(world, disputed, version=2, marks={"rkpd": 4, "lintas_wilayah": 3})
    mark(world, disputed, version=2, marks={"rkpd": 3, "lintas_wilayah": 3}, reviewer=other)
    text = see(client, world.admin)
    assert "Jarak nilai 25,0 → 6,2 poin." in text
    assert "5 → 4" in text and "1 → 3" in text and "3 tetap" in text


def test_sheet_opened_by_its_reviewer_or_sent_again_keeps_what_it_said(world, disputed):
    reopen_sheet(uuid=disputed.uuid, by=world.reviewer, version=1)
    mark(world, disputed, version=2, marks={"rkpd": 4, "lintas_wilayah": 3})
    mark(world, disputed, version=3, marks={"rkpd": 2, "lintas_wilayah": 3})
    kept = EarlierSheet.objects.filter(assessment__reviewer=world.reviewer)
    assert [(old.version, old.marks["rkpd"], old.why) for old in kept] == [(1, 5, ""), (3, 4, "")]


def refuse(world, row, by=None, reason="Samakan.") -> Refused:
    with pytest.raises(Refused) as refusal:
        invite_again(uuid=row.uuid, by=by or world.admin, reason=reason)
    assert (
        not EarlierSheet.objects.exists()
        and not Notification.objects.filter(key__startswith="invited:").exists()
    )
    return refusal.value


def test_invitation_is_refused_with_a_sentence(client, world, disputed):
    assert refuse(world, disputed, by=world.head).http == 403
    assert refuse(world, disputed, by=world.person("lurah", world.belendung)).http == 404
    answer = invite(client, world.admin, disputed, reason=" ")
    assert answer.status_code == 422 and "penilai membacanya." in answer.content.decode()
    assert refuse(world, disputed, reason="a\x00b").http == 422
    assert refuse(world, world.proposal("scoring")).refusals[0].code == "nothing"
    close_stage(world.cycle, "bappeda")
    answer = invite(client, world.admin, disputed)
    assert answer.status_code == 409 and "sedang tidak dibuka" in answer.content.decode()
    assert refuse(world, world.proposal("opd_review")).refusals[0].code == "status"


def test_sheets_that_nobody_could_fill_in_again_stay(world, other, disputed):
    third = world.person("bappeda_reviewer")
    mark(world, disputed, reviewer=third, marks={}, abstained=True, abstain_reason="Keluarga.")
    Assignment.objects.filter(reviewer=other).delete()
    invited = invite_again(uuid=disputed.uuid, by=world.admin, reason="Samakan.")
    assert (invited.reviewers, invited.stayed) == ((world.reviewer,), 1)
    assert Assessment.objects.get(reviewer=other).state == "submitted"
    assert Assessment.objects.get(reviewer=third).abstained


def test_page_takes_the_same_queries_for_one_case_and_for_three(client, world, other, disputed):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            see(client, world.admin)
        return len(queries)

    reopen_sheet(uuid=disputed.uuid, by=world.reviewer, version=1)
    count()
    one = count()
    for _ in range(2):
        row = world.proposal("scoring")
        mark(world, row, marks={"rkpd": 5, "lintas_wilayah": 3})
        mark(world, row, marks={"rkpd": 1, "lintas_wilayah": 3}, reviewer=other)
        reopen_sheet(uuid=row.uuid, by=other, version=1)
    assert count() == one <= 20


@pytest.mark.parametrize("page", ["0", "-1", "abc", "²", "999999", "99999999999"])
def test_pages_that_are_none_show_one_that_is(client, world, disputed, page):
    assert "Jarak nilai 25,0 poin." in see(client, world.admin, f"{PAGE}?halaman={page}")
