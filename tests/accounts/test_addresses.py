"""Which address a guess is counted under."""

import pytest
from django.test import RequestFactory

from accounts.addresses import client_address


def address(remote, forwarded=None) -> str | None:
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    if forwarded is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return client_address(request)


def test_forwarded_for_is_not_believed_without_a_trusted_proxy():
    assert address("203.0.113.9", "198.51.100.7") == "203.0.113.9"


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the left part is whatever the client wrote
        ("10.0.0.2", "198.51.100.7, 10.0.0.3", "198.51.100.7"),  # two proxies of ours
        ("10.0.0.2", "198.51.100.7:51234", "198.51.100.7"),
        ("10.0.0.2", "[2001:db8:1:2:3::9]:443", "2001:db8:1:2::"),
        ("10.0.0.2", "bukan alamat", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", None, "10.0.0.2"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # not through our proxy
        ("", "198.51.100.7", "198.51.100.7"),  # a Unix socket
    ],
)
def test_forwarded_for_is_believed_from_trusted_proxies(settings, remote, forwarded, expected):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    assert address(remote, forwarded) == expected


def test_ipv6_counts_by_its_network_and_mapped_ipv4_as_ipv4():
    assert address("2001:db8:1:2:aaaa:bbbb:cccc:dddd") == address("2001:db8:1:2::1") == "2001:db8:1:2::"
    assert address("::ffff:203.0.113.9") == "203.0.113.9"


def test_no_address_is_none():
    assert address("") is None
    assert client_address(None) is None
