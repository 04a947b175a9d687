"""Map tiles are off unless configured, and then exactly their host joins the policy of the pages."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

from eplanning.middleware import ContentSecurityPolicyMiddleware
from eplanning.tiles import find_host


def read_policy(path: str = "/usulan/") -> dict[str, str]:
    answer = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())(RequestFactory().get(path))
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("", ""),
        ("https://ubin.contoh.go.id/{z}/{x}/{y}.png", "https://ubin.contoh.go.id"),
        ("https://{s}.tile.example.org/{z}/{x}/{y}{r}.png?kunci=a", "https://*.tile.example.org"),
        ("HTTP://127.0.0.1:8080/{z}/{x}/{y}.png", "http://127.0.0.1:8080"),
    ],
)
def test_host_of_the_tiles(url, host):
    assert find_host(url, "© Contoh") == host


@pytest.mark.parametrize(
    "url",
    [
        "ubin/{z}/{x}/{y}.png", "https://host/{z}/{x}.png", "javascript:alert(1)//{z}{x}{y}",
        "https://*/{z}/{x}/{y}", "https://host; script-src */{z}/{x}/{y}", "https://host/{z}/{x}/{y};x",
        "https://a b/{z}/{x}/{y}", "data:image/png,{z}{x}{y}",
    ],
)  # fmt: skip
def test_an_address_that_would_widen_the_policy_is_refused_at_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILE_URL"):
        find_host(url, "© Contoh")


def test_tiles_must_say_whose_they_are():
    with pytest.raises(ImproperlyConfigured, match="MAP_TILE_ATTRIBUTION"):
        find_host("https://host/{z}/{x}/{y}.png", "")


def test_policy_without_tiles():
    assert read_policy()["img-src"] == "'self' data: blob:"


def test_policy_with_tiles_gets_that_host_and_nothing_else(settings):
    before = read_policy()
    settings.MAP_TILE_HOST = "https://ubin.contoh.go.id"
    assert read_policy() == before | {"img-src": "'self' data: blob: https://ubin.contoh.go.id"}
    assert "contoh" not in read_policy("/admin/")["img-src"]
