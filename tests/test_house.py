"""The house rules that no linter knows: floors in the data model, documented settings, locked requirements, compose."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [  # from the top; an app uses only what is below it, and rooms of one floor never meet
    {"eplanning"},
    {"portal", "reports"},
    {"kelurahan", "kecamatan", "opd", "bappeda"},
    {"proposals"},
    {"jobs"},
    {"accounts"},
    {"regions"},
]
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
SHARED_SETTINGS_OF_COMPOSE = {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


# Floors


def forward_relations() -> list[tuple[str, str, str]]:
    """(app, related app, field) of every forward relation of the project's own models."""
    return [
        (model._meta.app_label, field.related_model._meta.app_label, f"{model._meta.label}.{field.name}")
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.related_model and model._meta.app_label in FLOOR_OF
    ]


def climbs(app: str, related: str) -> bool:
    """True when a relation leads to another app that is not on a lower floor."""
    return related in FLOOR_OF and related != app and FLOOR_OF[related] <= FLOOR_OF[app]


def test_relations_of_models_lead_only_to_lower_floors() -> None:
    relations = forward_relations()
    assert len(relations) > 20, "the walk found too little to prove anything"
    assert [name for app, related, name in relations if climbs(app, related)] == []


@pytest.mark.parametrize(
    ("app", "related", "expected"),
    [
        ("regions", "accounts", True),
        ("kelurahan", "bappeda", True),
        ("reports", "portal", True),
        ("bappeda", "proposals", False),
        ("proposals", "proposals", False),
        ("proposals", "contenttypes", False),
    ],
)
def test_climbs_knows_up_from_down(app: str, related: str, expected: bool) -> None:
    assert climbs(app, related) is expected


def test_every_installed_app_of_the_project_has_a_floor() -> None:
    own = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    own -= {config.label for config in apps.get_app_configs() if ".venv" in Path(config.path).parts}
    assert own == set(FLOOR_OF)


def test_importlinter_names_the_same_floors() -> None:
    text = (ROOT / ".importlinter").read_text()
    layers = text.split("layers =\n", 1)[1].split("\n\n", 1)[0].splitlines()
    found = [set(line.replace("|", " ").split()) for line in layers if line.startswith("    ")]
    assert found == FLOORS


# Words that must not appear


def own_python() -> list[Path]:
    return [path for name in FLOOR_OF for path in sorted((ROOT / name).rglob("*.py"))]


def test_no_task_is_ever_run_eagerly() -> None:
    eager = "task_always_" + "eager"
    assert [str(path) for path in own_python() if eager in path.read_text().lower()] == []


def test_templates_hold_no_inline_style_or_script() -> None:
    """The content security policy would block them in the browser, silently."""
    inline = re.compile(
        r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\sstyle=|\son[a-z]+=", re.I
    )
    pages = [
        path
        for folder in (ROOT / "templates", *(ROOT / name for name in FLOOR_OF))
        for path in folder.rglob("*.html")
    ]
    assert pages
    # A form that is printed by WeasyPrint is no page of the browser; even there styles live in a file.
    assert [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in pages
        if (found := inline.search(path.read_text()))
    ] == []


# Settings


def names_read_by_settings() -> set[str]:
    """First argument of every `env(…)` and `env.kind(…)` in the settings."""
    tree = ast.parse((ROOT / "eplanning/settings.py").read_text())
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and reads_env(call.func)
    }


def reads_env(function: ast.expr) -> bool:
    target = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(target, ast.Name) and target.id == "env"


def names_read_by_bin_run() -> set[str]:
    text = (ROOT / "bin/serve.py").read_text() + (ROOT / "bin/set_up.py").read_text()
    return set(re.findall(r"environ(?:ment)?(?:\.get\(|\[)\"([A-Z_]+)\"", text))


def names_in_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))


def test_env_example_names_every_setting_and_nothing_else() -> None:
    read = names_read_by_settings() | names_read_by_bin_run() | SHARED_SETTINGS_OF_COMPOSE
    assert {"SECRET_KEY", "DATABASE_URL", "PORT"} <= read
    assert names_in_example() == read


# Requirements


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_requirements_are_pinned_and_hashed(name: str) -> None:
    text = re.sub(r" \\\n\s*", " ", (ROOT / f"{name}.txt").read_text())
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line.split(" ")[0] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_wanted_requirement_is_locked(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text(), re.M)
    locked = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==", (ROOT / f"{name}.txt").read_text(), re.M)
    assert wanted
    assert {item.lower().replace("_", "-") for item in wanted} <= {item.lower() for item in locked}


# docker-compose.yml


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_file_follows_the_compose_schema() -> None:
    checked = subprocess.run(
        [
            *(Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
            ROOT / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_compose_has_every_part_with_a_health_check(compose: dict) -> None:
    healthy = {
        name for name, service in compose["services"].items() if service.get("healthcheck", {}).get("test")
    }
    assert healthy == {"web", "worker", "beat", "postgres", "redis"}


def test_compose_redis_keeps_its_queue(compose: dict) -> None:
    command = " ".join(compose["services"]["redis"]["command"])
    assert "--appendonly yes --appendfsync everysec" in command
    assert compose["services"]["redis"]["volumes"]


def test_compose_takes_every_secret_from_the_environment(compose: dict) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in SECRETS:
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), f"{name} must have no default"
    assert compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${")
    assert compose["services"]["web"]["environment"]["DEMO"] == "0"


def test_compose_passes_every_setting_on(compose: dict) -> None:
    for name in ("prepare", "web", "worker", "beat"):
        assert set(compose["services"][name]["environment"]) == names_read_by_settings(), name


def test_compose_worker_listens_to_the_queue_that_tasks_are_sent_to(compose: dict, settings) -> None:
    assert f"--queues={settings.CELERY_TASK_DEFAULT_QUEUE}" in compose["services"]["worker"]["command"]
