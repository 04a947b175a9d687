"""Whether a printed number and hash belong together: of a proposal, of a batch, or of a berita acara."""

from proposals import batch_receipts, lookup, minutes, receipts


def is_number(typed: str) -> bool:
    """Whether this has the form of any number that is printed with a hash."""
    kinds = (lookup.REFERENCE, batch_receipts.NUMBER, minutes.NUMBER)
    return typed.isascii() and any(pattern.match(typed) for pattern in kinds)


def is_genuine(*, number: str, sha256: str) -> bool:
    """*Asli* or *tidak cocok*; says nothing of what is behind it."""
    if minutes.NUMBER.match(number):
        return minutes.is_genuine(number=number, sha256=sha256)
    if batch_receipts.NUMBER.match(number):
        return batch_receipts.is_genuine(number=number, sha256=sha256)
    return receipts.is_genuine(reference=number, sha256=sha256)
