"""What the first visit of the form costs on a slow line: bytes over the wire, measured by the browser."""

import pytest

from tests.browser.people import OPERATOR

MOST = 150_000  # without the map, which comes after everything else
MAP = "/vendor/leaflet/"


@pytest.mark.parametrize("step", ["masalah", "lokasi", "volume", "penerima"])
def test_first_visit_of_a_step_is_light(page_of, browser, browser_context_args, base_url, step):
    state = page_of(OPERATOR).context.storage_state()
    args = {**browser_context_args, "base_url": base_url, "storage_state": state}
    context = browser.new_context(**args)  # nothing cached
    page = context.new_page()
    wire = context.new_cdp_session(page)
    addresses, sizes = {}, {}
    wire.on(
        "Network.responseReceived",
        lambda told: addresses.update({told["requestId"]: told["response"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]})
    )
    wire.send("Network.enable")
    page.goto(f"/usulan/baru/?langkah={step}", wait_until="networkidle")
    context.close()
    weight = sum(size for key, size in sizes.items() if MAP not in addresses.get(key, ""))
    assert len(sizes) > 20
    assert weight <= MOST, sorted((size, addresses.get(key)) for key, size in sizes.items())[-8:]
