"""The parts of the pages: icons that exist, fields in their order, summaries that link, errors without a database."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template

from proposals.refusals import Refusal
from proposals.workflow import STATUSES

ROOT = Path(__file__).resolve().parents[2]
SPRITE = ROOT / "static/vendor/bootstrap-icons/sprite.svg"
APPS = [
    "eplanning",
    "portal",
    "reports",
    "kelurahan",
    "kecamatan",
    "opd",
    "bappeda",
    "proposals",
    "jobs",
    "accounts",
    "regions",
]


def draw(source: str, **context) -> str:
    return engines["django"].from_string("{% load components %}" + source).render(context)


class Sample(forms.Form):
    rw = forms.CharField(
        label="RW",
        help_text="Dua angka.",
        error_messages={"required": "Isi nomor RW dua angka, misalnya 05."},
    )
    price = forms.CharField(
        label="Harga satuan", widget=forms.TextInput(attrs={"data-rupiah": "", "inputmode": "numeric"})
    )
    kind = forms.ChoiceField(
        label="Jenis", choices=[("a", "Fisik"), ("b", "Nonfisik")], widget=forms.RadioSelect
    )
    seen = forms.BooleanField(label="Sudah diperiksa", required=False)


# Icons


def icons_of_sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text()))


def icons_named_in_templates() -> set[str]:
    pages = [*(ROOT / "templates").rglob("*.html"), *(p for a in APPS for p in (ROOT / a).rglob("*.html"))]
    text = "\n".join(page.read_text() for page in pages)
    named = set(re.findall(r'{% icon "([^"]+)"', text)) | set(
        re.findall(r'(?:icon_name|icon)="([^"]+)"', text)
    )
    return named | set(re.findall(r'{% badge [^%]*? "[a-z]+" "([a-z0-9-]+)" %}', text))


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = icons_named_in_templates()
    assert len(named) > 10, "the walk found too little to prove anything"
    assert named - icons_of_sprite() == set()


def test_every_status_and_menu_entry_has_its_icon():
    from eplanning.navigation import MENUS, PUBLIC

    wanted = {status.icon for status in STATUSES.values()}
    wanted |= {entry.icon for menu in (*MENUS.values(), PUBLIC) for entry in menu}
    assert wanted - icons_of_sprite() == set()


def test_sprite_holds_what_its_list_says():
    assert icons_of_sprite() == set((SPRITE.parent / "icons.txt").read_text().split())


def test_icon_alone_is_hidden_from_screen_readers_and_labelled_one_is_not():
    assert 'aria-hidden="true"' in draw('{% icon "x-lg" %}')
    labelled = draw('{% icon "x-lg" label="tutup" %}')
    assert 'role="img" aria-label="tutup"' in labelled
    assert "aria-hidden" not in labelled


# Badges


@pytest.mark.parametrize("key", list(STATUSES))
def test_status_badge_says_icon_and_word_in_a_tone_that_has_a_style(key):
    badge = draw("{% status_badge key %}", key=key)
    assert STATUSES[key].label in badge
    assert f"sprite.svg#{STATUSES[key].icon}" in badge
    assert f".tone-{STATUSES[key].tone} " in (ROOT / "static/css/components.css").read_text()


# Fields


def test_field_stands_as_label_hint_error_input():
    html = str(Sample({"price": "1"})["rw"].as_field_group())
    order = [html.index(part) for part in ("<label", "Dua angka.", "Isi nomor RW", "<input")]
    assert order == sorted(order)


def test_field_input_is_described_by_its_hint_and_error():
    html = str(Sample({"price": "1"})["rw"].as_field_group())
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)[1].split()
    assert len(described) == 2
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in html


def test_hint_given_in_the_template_is_announced_too():
    html = draw('{% field form.price hint="Boleh diubah." %}', form=Sample())
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)
    assert described and f'id="{described[1]}"' in html


def test_rupiah_field_says_rp_by_itself():
    assert "<span>Rp</span>" in draw("{% field form.price %}", form=Sample())


def test_unit_stands_behind_the_input():
    html = draw('{% field form.rw suffix="meter" %}', form=Sample())
    assert html.index("<input") < html.index("<span>meter</span>")


def test_radios_are_grouped_under_a_legend():
    html = draw("{% field form.kind %}", form=Sample())
    assert "<legend>Jenis</legend>" in html
    assert html.count('type="radio"') == 2
    assert html.count('class="choice"') == 2


def test_check_box_has_one_label_only():
    assert draw("{% field form.seen %}", form=Sample()).count("Sudah diperiksa") == 1


def test_error_summary_links_to_an_element_of_every_field():
    form = Sample({})
    summary, page = draw("{% error_summary form %}", form=form), draw("{{ form }}", form=form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 3
    assert all(f'id="{target}"' in page for target in targets)
    assert "Ada 3 isian" in summary


def test_error_summary_is_silent_when_all_is_well():
    assert draw("{% error_summary form %}", form=Sample()).strip() == ""


def test_what_people_typed_is_escaped():
    html = draw("{% field form.rw %}{% badge text %}", form=Sample({"rw": "<b>5</b>"}), text="<i>x</i>")
    assert "<b>5</b>" not in html and "<i>x</i>" not in html


# Refusals


@pytest.mark.parametrize("name", ["403", "403_csrf", "404", "409", "422", "429", "500"])
def test_refusal_says_where_to_go_and_whom_to_ask_without_a_database(name):
    html = get_template(f"{name}.html").render({})
    assert 'href="/"' in html
    assert "meja bantuan Bappeda" in html
    assert "!" not in re.sub(r"<!doctype html>", "", html)


def test_refusal_of_several_names_each():
    refusals = [
        Refusal(409, "moved", "Sudah diteruskan pukul 10.41.", uuid4(), "2021-36.71.03.1002-0007"),
        Refusal(409, "closed", "Tahap kecamatan sudah ditutup.", uuid4(), "2021-36.71.03.1002-0008"),
    ]
    html = get_template("409.html").render({"refusals": refusals, "message": refusals[0].message})
    assert all(refusal.message in html and refusal.reference in html for refusal in refusals)


@pytest.mark.parametrize("name", ["403", "404", "409", "422", "429"])
def test_refusal_says_its_sentence(name):
    refusal = Refusal(int(name), "any", "Perpanjangan diminta ke Bappeda.")
    html = get_template(f"{name}.html").render({"refusals": (refusal,), "message": refusal.message})
    assert "Perpanjangan diminta ke Bappeda." in html


def test_server_failure_needs_no_static_manifest(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "nowhere.Storage"}}
    html = get_template("500.html").render({})
    for path in re.findall(r'href="/static/([^"]+)"', html):
        assert (ROOT / "static" / path).exists()


# Assets


def test_stylesheets_name_only_files_that_exist():
    for sheet in (ROOT / "static/css").glob("*.css"):
        for path in re.findall(r'url\("([^"#][^"]*)"\)', sheet.read_text()):
            assert (sheet.parent / path).resolve().exists(), f"{sheet.name}: {path}"


def test_vendored_files_are_those_of_the_list():
    vendor = ROOT / "static/vendor"
    listed = set(re.findall(r"\b[a-z-]+/[\w.-]+\.(?:css|js|woff2|svg)\b", (vendor / "VERSIONS").read_text()))
    found = {
        str(p.relative_to(vendor)) for p in vendor.rglob("*") if p.suffix in {".css", ".js", ".woff2", ".svg"}
    }
    assert listed == found


def test_vendored_files_point_to_no_source_map():
    for path in (ROOT / "static/vendor").rglob("*"):
        if path.suffix in {".css", ".js"}:
            assert "sourceMappingURL=" not in path.read_text(), path.name
