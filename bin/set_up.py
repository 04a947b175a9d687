"""Brings database and static files to the state in which the product can be served. Safe to run at every start."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def set_up(demo_proposals: int | None) -> None:
    """Migrate, load reference data, gather static files, and fill an empty database with the demo (DEMO=1)."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    print("E-Planning: menyiapkan basis data …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO and not has_proposals():
        print("E-Planning: memuat data demo (hanya pada awal pertama) …", flush=True)
        size = {} if demo_proposals is None else {"proposals": demo_proposals}
        with transaction.atomic():  # interrupted, it leaves the database empty for the next start
            call_command("load_demo", verbosity=0, **size)
    if settings.DEMO:
        write_demo_accounts()


def has_proposals() -> bool:
    from proposals.models import Proposal

    return Proposal.objects.exists()


def write_demo_accounts() -> None:
    """Leave the list that `bin/run` shows once the product answers."""
    from django.conf import settings

    from accounts.services.demo_accounts import PASSWORD, SHOWCASE

    lines = [f"Akun demo, kata sandi {PASSWORD}:", *(f"  {who.username:<24} {who.what}" for who in SHOWCASE)]
    (settings.VAR_DIR / "demo-accounts.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eplanning.settings")
    import django
    from django.core.management import CommandError

    django.setup()
    size = os.environ.get("DEMO_PROPOSALS", "")
    try:
        set_up(int(size) if size else None)
    except CommandError as reason:
        sys.exit(f"E-Planning: {reason}")
