"""Drawn stand-ins for photos: a few files shared by all demo proposals."""

import hashlib
from io import BytesIO
from random import Random

from django.conf import settings
from PIL import Image, ImageDraw

FOLDER = "demo"
COUNT = 12
WIDTH, HEIGHT = 960, 640
SKIES = ("#c8d6da", "#d9d2c2", "#cfdad0")
GROUNDS = ("#9fa893", "#a89f8a", "#8f9a8e", "#b0a58c")


def draw_photos() -> list[dict]:
    """Write the pictures below MEDIA_ROOT; the fields of an Attachment for each."""
    folder = settings.MEDIA_ROOT / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return [_store(folder, number) for number in range(1, COUNT + 1)]


def _store(folder, number: int) -> dict:
    buffer = BytesIO()
    _draw(Random(number)).save(buffer, "JPEG", quality=80)  # noqa: S311 (draws a picture)
    content = buffer.getvalue()
    (folder / f"{number:02d}.jpg").write_bytes(content)
    return {
        "kind": "photo",
        "name": f"foto-lokasi-{number:02d}.jpg",
        "file": f"{FOLDER}/{number:02d}.jpg",
        "content_type": "image/jpeg",
        "size": len(content),
        "width": WIDTH,
        "height": HEIGHT,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _draw(random: Random) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), random.choice(SKIES))
    pen = ImageDraw.Draw(picture)
    horizon = random.randint(230, 330)
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=random.choice(GROUNDS))
    for _ in range(random.randint(2, 5)):
        left, width, height = (
            random.randint(0, WIDTH - 160),
            random.randint(120, 300),
            random.randint(90, 210),
        )
        pen.rectangle(
            (left, horizon - height, left + width, horizon),
            fill=random.choice(("#b3aa9a", "#9aa3a0", "#c0b7a4")),
        )
        for window in range(random.randint(1, 3)):
            x = left + 20 + window * 60
            pen.rectangle((x, horizon - height + 30, x + 32, horizon - height + 70), fill="#e4e7e3")
    middle = random.randint(300, 660)
    pen.polygon(
        [(middle - 14, horizon), (middle + 14, horizon), (middle + 190, HEIGHT), (middle - 120, HEIGHT)],
        fill="#7e8279",
    )
    pen.polygon(
        [(middle + 2, horizon), (middle + 10, horizon), (middle + 70, HEIGHT), (middle - 30, HEIGHT)],
        fill="#4f5856",
    )
    return picture
