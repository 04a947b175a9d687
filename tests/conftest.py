"""What every test may use: the running product, Chromium, and databases that can be emptied between tests."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests.services.product import RunningProduct
from tests.services.programs import Missing, find_chromium

TESTS = Path(__file__).parent
REACHES_DATABASE = {"db", "transactional_db", "live_server", "live_product"}  # fixtures
MARK_OF_FOLDER = {
    "browser": pytest.mark.browser,
    "benchmarks": pytest.mark.bench,
    "load": pytest.mark.load,
    "chaos": pytest.mark.chaos,
}
# Where both databases are tried (`BESIDE`, set by `tests.stages`), each test runs on one of them, so that CI stays
# short: pages and rights on SQLite, which takes two thirds of the time, what writes and counts on PostgreSQL. Some ask
# what each database answers by itself.
POSTGRES_FOLDERS = {"bappeda", "jobs", "proposals", "races", "reports", "services"}
# How files in those folders begin that are about pages, papers and what is sent to them.
PAGES = (
    "test_views",
    "test_action_forms",
    "test_admin",
    "test_api",
    "test_code_tree",
    "test_hostile_uploads",
    "test_minutes",
    "test_questions",
    "test_receipts",
    "test_sheet",
    "test_uploads",
    "test_wording",
)
ON_BOTH = {
    "accounts/test_constraints.py",
    "bappeda/test_querysets.py",
    "jobs/test_outbox.py",
    "jobs/test_running.py",
    "jobs/test_worker.py",
    "kelurahan/test_drafts.py",
    "kelurahan/test_same_moment.py",
    "proposals/test_similar.py",
    "proposals/test_thread.py",
    "proposals/test_triggers.py",
    "proposals/test_twins.py",
    "reports/test_building.py",
    "reports/test_snapshot.py",
    "test_databases.py",
}

# Its default deadline of 200 ms is a timed assertion, and failed on a busy machine.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

# Playwright's synchronous API keeps an event loop in the thread that also uses the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk it again and again while tests make rows."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by their folder; leave out those written for the other database.

    On PostgreSQL also those that cannot reach a database at all: they run beside it, on SQLite. Where both are tried
    also those whose home is the other one.
    """
    beside = bool(os.environ.get("BESIDE"))
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    other = {"sqlite3": "postgresql", "postgresql": "sqlite"}[engine]
    kept, left_out = [], []
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if folder in MARK_OF_FOLDER:
            item.add_marker(MARK_OF_FOLDER[folder])
        on_postgres = folder in POSTGRES_FOLDERS and not item.path.name.startswith(PAGES)
        home = "postgresql" if on_postgres else "sqlite3"
        is_bound = item.get_closest_marker("postgresql") or item.get_closest_marker("sqlite")
        elsewhere = item.get_closest_marker(other) or (engine == "postgresql" and not _reaches_database(item))
        alone = beside and str(item.path.relative_to(TESTS)) not in ON_BOTH
        elsewhere = elsewhere or (alone and home != engine and not is_bound and _reaches_database(item))
        (left_out if elsewhere else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def _reaches_database(item: pytest.Item) -> bool:
    """Without the mark or one of these fixtures pytest-django refuses every query."""
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("postgresql")
        or REACHES_DATABASE.intersection(getattr(item, "fixturenames", ()))
    )


# Databases


@pytest.fixture(autouse=True)
def _triggers_step_aside(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a transactional test be flushed: on SQLite that is a DELETE, which the history's triggers refuse.

    Taken down before the flush of pytest-django, which was set up first. The triggers come back by themselves:
    flush ends with `post_migrate`, whose receiver installs them.
    """
    if not _is_transactional(request):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    from proposals import triggers

    triggers.remove()


@pytest.fixture(scope="session", autouse=True)
def _flush_by_deleting() -> Iterator[None]:
    """Empty tables that hold a few rows: TRUNCATE makes new files for all of them, which takes ten times as long."""
    if connection.vendor != "postgresql":
        yield
        return

    def delete(style, tables, **_):
        names = [connection.ops.quote_name(table) for table in tables]
        statements = [f"DELETE FROM {name};" for name in names]
        return [
            "SET session_replication_role = replica;",
            *statements,
            "SET session_replication_role = DEFAULT;",
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", delete)
        yield


def _is_transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", False)
    return by_marker or not {"transactional_db", "live_server", "django_db_reset_sequences"}.isdisjoint(
        request.fixturenames
    )


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """Places are cached under database keys, which change from test to test."""
    cache.clear()


# The running product


@pytest.fixture(scope="session")
def live_product() -> Iterator[RunningProduct]:
    """`bin/run` with a small demo, on PostgreSQL and Redis when this test run is on them, else embedded."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    on_redis = settings.CELERY_BROKER_URL.startswith("redis")
    with RunningProduct(
        postgres_url=os.environ["DATABASE_URL"] if on_postgres else None,
        redis_url=f"{settings.CELERY_BROKER_URL.rsplit('/', 1)[0]}/1" if on_redis else None,
        demo_proposals=int(os.environ.get("DEMO_PROPOSALS") or 60),
    ) as product:
        yield product


# Chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium instead of Playwright's own download; as root it cannot use its sandbox."""
    try:
        program = find_chromium()
    except Missing as missing:
        pytest.fail(str(missing), pytrace=False)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str | None:
    """Relative addresses in browser tests lead to the running product."""
    wants_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    return request.getfixturevalue("live_product").base_url if wants_browser else None
