"""The optional tiles under the map: whether their address can be used, and the one host that pages may load from."""

import re

from django.core.exceptions import ImproperlyConfigured

_ADDRESS = re.compile(
    r"(https?)://(\{s\}\.)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)/\S*", re.IGNORECASE
)


def find_host(url: str, attribution: str) -> str:
    """The source for img-src: "https://{s}.tile.example.org/{z}/{x}/{y}.png" gives "https://*.tile.example.org"."""
    if not url:
        return ""
    found = _ADDRESS.fullmatch(url)
    if not found or any(part not in url for part in ("{z}", "{x}", "{y}")) or set(url) & set(";,'\""):
        raise ImproperlyConfigured("MAP_TILE_URL must look like https://host/{z}/{x}/{y}.png")
    if not attribution:
        raise ImproperlyConfigured("MAP_TILE_ATTRIBUTION must name whose map MAP_TILE_URL shows.")
    scheme, any_server, host = found.groups()
    return f"{scheme.lower()}://{'*.' if any_server else ''}{host.lower()}"
