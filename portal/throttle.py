"""A limit on how often one address may ask. Counted in the cache: it spares the server, it guards no secret."""

from django.core.cache import cache


def allow(what: str, address: str | None, *, most: int, seconds: int) -> bool:
    """Count one more; False when `most` within the window of `seconds` are used up."""
    key = f"throttle:{what}:{address or 'tanpa-alamat'}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ended between the two
        cache.set(key, 1, seconds)
        return True
