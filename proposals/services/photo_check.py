"""Photos are drawn anew: only pixels survive, no position, no hidden data, at most 1,600 pixels wide or high."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MOST_PIXELS = 25_000_000
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 400
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")

TOO_LARGE = (
    "Foto ini terlalu besar; paling banyak 25 juta titik. Kecilkan ukuran foto di kamera, lalu kirim lagi."
)

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
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnfitFile(TOO_LARGE)
            image.draft("RGB", (longest * 2, longest * 2))
            # WeasyPrint turns this off for the whole process once it is imported.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image.load()
            return _save(ImageOps.exif_transpose(image), longest)
    except UnfitFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise UnfitFile(TOO_LARGE) from fault
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as fault:
        raise UnfitFile(
            "Foto ini tidak utuh atau rusak. Potret ulang, atau kirim lagi dari galeri."
        ) from fault


def _save(image: Image.Image, longest: int) -> Photo:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        shown = image.convert("RGBA")
        image = Image.new("RGB", shown.size, "white")
        image.paste(shown, mask=shown.getchannel("A"))
    image = image.convert("RGB")
    image.thumbnail((longest, longest))
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(out.getvalue(), clean.width, clean.height)
