"""Asks a web process whether it is well, as the proxy in front of it would ask: exit 0 when /healthz answers 200.

    python bin/health.py 127.0.0.1:8000

Used by `bin/run` while it waits and by docker-compose.yml; needs only Python.
"""

import os
import sys
import urllib.error
import urllib.request


def answers(address: str, allowed_hosts: str = "") -> bool:
    """True when /healthz at `address` answers 200 to the first of the allowed hosts (comma separated)."""
    request = urllib.request.Request(f"http://{address}/healthz", headers={"X-Forwarded-Proto": "https"})
    host = allowed_hosts.split(",")[0].strip().lstrip(".")
    if host and host != "*":
        request.add_header("Host", host)
    try:
        with urllib.request.urlopen(request, timeout=3) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(not answers(sys.argv[1], os.environ.get("ALLOWED_HOSTS", "")))
