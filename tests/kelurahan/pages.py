"""Reading the pages of the desk as a browser would: the values of a form, ready to be sent again."""

from html.parser import HTMLParser
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from proposals.models import Event, Proposal


class FormReader(HTMLParser):
    """Collects what each form with an id or action would send, buttons left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self.radios: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self._area = self._select = None

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        name = known.get("name")
        if tag == "input" and name:
            kind = known.get("type", "text")
            if kind == "radio":
                self.radios.setdefault(name, []).append(known.get("value", ""))
            if kind in ("radio", "checkbox"):
                if "checked" in known:
                    self.values[name] = known.get("value", "on")
            elif kind not in ("file", "submit"):
                self.values[name] = known.get("value", "")
        elif tag == "textarea" and name:
            self._area = name
            self.values[name] = ""
        elif tag == "select" and name:
            self._select = name
            self.options[name] = []
        elif tag == "option" and self._select:
            self.options[self._select].append(known.get("value", ""))
            if "selected" in known or self._select not in self.values:
                self.values[self._select] = known.get("value", "")

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.values[self._area] = self.values[self._area].removeprefix("\n").strip("\n")
            self._area = None
        if tag == "select":
            self._select = None


def read_form(response) -> dict[str, str]:
    """What the page's fields hold."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return {name: value for name, value in reader.values.items() if name != "csrfmiddlewaretoken"}


def read_radios(response, name: str) -> list[str]:
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.radios.get(name, [])


def read_options(response, name: str) -> list[str]:
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.options.get(name, [])


def read_text(response) -> str:
    """The words of the page, blanks folded, non-breaking ones made plain."""
    words: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data):
            words.append(data)

    Words(convert_charrefs=True).feed(response.content.decode())
    return " ".join("".join(words).split()).replace("\u00a0", " ")


def make_photo(
    name: str = "lokasi.jpg", *, shade: int = 120, size: tuple[int, int] = (40, 30)
) -> SimpleUploadedFile:
    """A small real JPEG."""
    buffer = BytesIO()
    Image.new("RGB", size, (shade, shade, 90)).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def address(row, step: str) -> str:
    """Where a step of the proposal is filled in."""
    return reverse("proposals:step", args=[row.uuid, step])


def count() -> tuple[int, int]:
    """Proposals and events; the same before and after means that nothing was written."""
    return Proposal.objects.count(), Event.objects.count()
