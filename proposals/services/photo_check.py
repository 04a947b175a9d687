"""Photos are drawn anew: only pixels survive, no position, no hidden data, at most 1,600 pixels wide or high."""

import re
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MOST_PIXELS = 25_000_000
MOST_SIDE = 20_000  # a picture of one pixel by millions costs far more than its area
MOST_SCANS = (
    64  # of a JPEG that sharpens step by step; cameras write about ten, and each is a pass over all of it
)
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 400
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

TOO_LARGE = (
    "Foto ini terlalu besar; paling banyak 25 juta titik. Kecilkan ukuran foto di kamera, lalu kirim lagi."
)

BROKEN = "Foto ini tidak utuh atau rusak. Potret ulang, atau kirim lagi dari galeri."
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

# Pillow looks at the size before it decodes a pixel; by itself it would only warn.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class UnfitFile(ValueError):
    """The sentence says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Photo:
    data: bytes
    width: int
    height: int


def is_photo(data: bytes) -> bool:
    """By its first bytes: JPEG, PNG or WebP."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return True
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def redraw(data: bytes, *, longest: int = LONGEST_SIDE) -> Photo:
    """The same picture as a plain JPEG, turned upright. Raises UnfitFile."""
    if _has_too_many_scans(data):
        raise UnfitFile(BROKEN)
    try:
        # WeasyPrint turns this on for the whole process once it is imported.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS or max(image.size) > MOST_SIDE:
                raise UnfitFile(TOO_LARGE)
            image.draft("RGB", (longest * 2, longest * 2))
            image.load()
            return _save(_shrink(image, longest))
    except UnfitFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise UnfitFile(TOO_LARGE) from fault
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as fault:
        raise UnfitFile(BROKEN) from fault


def _has_too_many_scans(data: bytes) -> bool:
    """Whether a JPEG wants to be gone over again and again: some kilobytes would keep a processor busy for hours."""
    if not data.startswith(b"\xff\xd8"):
        return False
    at, scans = 2, 0
    while scans <= MOST_SCANS and (found := _MARKER.search(data, at)):
        at, marker = found.start(), data[found.start() + 1]
        if marker == 0xD9:  # the end; what hangs behind it is not read
            break
        scans += marker == 0xDA
        at += 2 + (0 if marker in (0x01, 0xD8) else int.from_bytes(data[at + 2 : at + 4]))
    return scans > MOST_SCANS


def _shrink(image: Image.Image, longest: int) -> Image.Image:
    """Small first and upright afterwards, so that whole copies of a large picture are rare."""
    if image.mode not in ("L", "RGB", "RGBA", "LA", "CMYK"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((longest, longest), reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _save(image: Image.Image) -> Photo:
    if image.mode in ("RGBA", "LA") or "transparency" in image.info:
        shown = image.convert("RGBA")
        image = Image.new("RGB", shown.size, "white")
        image.paste(shown, mask=shown.getchannel("A"))
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(out.getvalue(), clean.width, clean.height)
