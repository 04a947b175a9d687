"""From which network address a request comes, also behind proxies that are trusted by name."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings


def client_address(request) -> str | None:
    """The client's address; for IPv6 its /64 network, because one client owns a whole one.

    `X-Forwarded-For` is believed only when the request comes from one of `settings.TRUSTED_PROXIES` (addresses
    or networks), and then from the right up to the first address that is not a trusted proxy. A request through
    a Unix socket has no address of its own and counts as trusted as soon as any proxy is.
    """
    trusted = [ip_network(proxy, strict=False) for proxy in getattr(settings, "TRUSTED_PROXIES", [])]
    if request is None:
        return None
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    if not trusted or (address is not None and not _is_in(address, trusted)):
        return _network(address)
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        forwarded = _parse(hop)
        if forwarded is None:
            break
        address = forwarded
        if not _is_in(address, trusted):
            break
    return _network(address)


def _parse(text: str):
    text = text.strip()
    if text.count(":") == 1:  # IPv4 with a port
        text = text.split(":")[0]
    elif text.startswith("["):  # IPv6 with a port
        text = text[1:].split("]")[0]
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address, networks) -> bool:
    return any(address in network for network in networks)


def _network(address) -> str | None:
    if address is None:
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)
