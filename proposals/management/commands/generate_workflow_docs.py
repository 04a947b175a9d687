"""`generate_workflow_docs`: writes docs/workflow.md from the table, or with --check compares it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.roles import ROLES
from proposals import workflow

TARGETS = {
    workflow.SAME: "(tetap)",
    workflow.WHERE_RETURNED_FROM: "tempat dikembalikan",
    workflow.WHERE_CLOSED_FROM: "tempat semula",
    workflow.BY_RESULT: "menurut hasil",
}


class Command(BaseCommand):
    help = "Writes docs/workflow.md from proposals/workflow.py."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Fail when the file differs.")

    def handle(self, *args, check: bool, **options):
        path = settings.BASE_DIR / "docs" / "workflow.md"
        wanted = render()
        if not check:
            path.write_text(wanted)
            return
        if not path.exists() or path.read_text() != wanted:
            raise CommandError(
                "docs/workflow.md differs from the table: run `manage.py generate_workflow_docs`."
            )


def render() -> str:
    """The page: a state diagram, the statuses and the rules."""
    lines = [
        "# Alur usulan",
        "",
        "Dibuat dari `proposals/workflow.py` oleh `manage.py generate_workflow_docs`; jangan diubah dengan tangan.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += sorted(
        {
            f"    {r.source or '[*]'} --> {r.target}: {workflow.ACTIONS[r.action].label}"
            for r in workflow.RULES
            if r.target in workflow.STATUSES
        }
    )
    lines += ["```", "", "## Status", "", "| kunci | tulisan | giliran |", "|---|---|---|"]
    lines += [f"| `{s.key}` | {s.label} | {s.turn or 'akhir'} |" for s in workflow.STATUSES.values()]
    lines += [
        "",
        "## Tindakan",
        "",
        "| tindakan | tulisan | dari | ke | siapa | jadwal | sumber | perlu |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for rule in workflow.RULES:
        action = workflow.ACTIONS[rule.action]
        who = ", ".join(ROLES[role].label for role in rule.roles) or "sistem"
        target = TARGETS.get(rule.target, f"`{rule.target}`")
        source = f"`{rule.source}`" if rule.source else "–"
        lines.append(
            f"| `{rule.action}` | {action.label} | {source} | {target} | {who} | {rule.window or '–'} "
            f"| {', '.join(rule.origins)} | {', '.join(action.needs) or '–'} |"
        )
    return "\n".join(lines) + "\n"
