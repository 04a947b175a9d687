"""The admin is the administrator's alone; the record is only to be looked at there, and every page of it opens."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.roles import ROLES
from proposals.models import Attachment, Event, Proposal, Review
from tests.permissions.scene import Scene

pytestmark = pytest.mark.django_db
MODELS = list(admin.site._registry)
# Written by the product or loaded from reference files; everything else the administrator may at least change.
READ_ONLY = {
    "regions.Boundary", "regions.City", "regions.Kecamatan", "regions.Kelurahan", "regions.Nomenclature",
    "accounts.LoginAttempt", "jobs.Job", "jobs.Outbox", "jobs.Notification", "proposals.Proposal",
    "proposals.Review", "proposals.Event", "proposals.Attachment", "proposals.Forum", "proposals.SavedOrder",
    "proposals.WindowExtension",
    "bappeda.Assessment", "bappeda.Assignment", "bappeda.CriteriaSet", "bappeda.RankingRun", "bappeda.RankedProposal",
    "bappeda.RunApproval", "bappeda.Publication", "bappeda.EarlierSheet", "bappeda.Override",
    "bappeda.Scenario", "bappeda.Stability", "reports.Package", "reports.ReportRun",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url_of(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def log_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def pages_of(model) -> list[str]:
    row = model.objects.first()
    own = [url_of(model, page, row.pk) for page in ("change", "delete", "history")] if row else []
    return [url_of(model, "changelist"), url_of(model, "add"), *own]


def test_only_the_administrator_enters():
    scene = Scene()
    urls = [reverse("admin:index"), *(url for model in MODELS for url in pages_of(model))]
    stranger = Client()
    for url in urls:
        answer = stranger.get(url)
        assert answer.status_code == 302 and answer.url.startswith(("/masuk/", "/admin/login/")), url
    assert stranger.get("/admin/login/").url.startswith("/masuk/")
    for role in set(ROLES) - {"administrator"}:
        client = log_in(scene.people[role])
        for url in urls if role == "bappeda_admin" else urls[::9]:
            assert client.get(url, follow=True).status_code == 403, (role, url)
        for url in urls[::9]:
            assert client.post(url, {}, follow=True).status_code in (403, 405), (role, url)


def test_every_page_opens_for_the_administrator():
    scene = Scene()
    client = log_in(scene.people["administrator"])
    assert client.get(reverse("admin:index")).status_code == 200
    for model in MODELS:
        row = model.objects.first()
        assert client.get(url_of(model, "changelist")).status_code == 200, model
        assert client.get(url_of(model, "changelist"), {"q": "a'\"%", "p": "x", "o": "9.-9"}).status_code in (
            200,
            302,
        )
        assert client.get(url_of(model, "add")).status_code in (200, 403), model
        if row is not None:
            assert client.get(url_of(model, "change", row.pk)).status_code == 200, model
            assert client.get(url_of(model, "history", row.pk)).status_code == 200, model
            assert client.get(url_of(model, "delete", row.pk)).status_code in (200, 403), model
        for key in ("999999999", "tidak-ada"):
            assert client.get(url_of(model, "change", key)).status_code == 302, model


def test_record_is_read_only():
    scene = Scene()
    client = log_in(scene.people["administrator"])
    found = {model._meta.label for model in MODELS if not _may_write(scene.people["administrator"], model)}
    assert found == READ_ONLY
    for model in MODELS:
        if model._meta.label not in READ_ONLY or not model.objects.exists():
            continue
        row, before = model.objects.first(), list(model.objects.order_by("pk").values())
        attempts = [
            (url_of(model, "add"), {}),
            (url_of(model, "change", row.pk), {"status": "scoring", "title": "Diubah"}),
            (url_of(model, "delete", row.pk), {"post": "yes"}),
        ]
        for url, data in attempts:
            with transaction.atomic():
                assert client.post(url, data).status_code == 403, url
        action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(url_of(model, "changelist"), action)
        assert list(model.objects.order_by("pk").values()) == before, model


def _may_write(user, model) -> bool:
    request = RequestFactory().get("/admin/")
    request.user = user
    page = admin.site._registry[model]
    asks = (page.has_add_permission, page.has_change_permission, page.has_delete_permission)
    return any(ask(request) for ask in asks)


def test_administrator_touches_no_proposal_anywhere():
    scene = Scene()
    client = log_in(scene.people["administrator"])
    before = [list(model.objects.order_by("pk").values()) for model in (Proposal, Review, Event, Attachment)]
    for row in (scene.row, scene.draft, scene.forwarded, scene.assigned):
        assert client.get(row.get_absolute_url()).status_code == 404
        for action in ("reject", "return", "withdraw", "submit"):
            url = reverse("proposals:act", args=[row.uuid, action])
            assert (
                client.post(url, {"version": row.version, "text": "x", "category": "other"}).status_code
                == 404
            )
    assert [list(m.objects.order_by("pk").values()) for m in (Proposal, Review, Event, Attachment)] == before
