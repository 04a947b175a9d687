"""Every address of the product outside the admin, written by hand: its arguments, and whom a GET answers with 200.

`everyone` is whoever is logged in, `public` also who is not; `readers` all but the administrator, `writers` those who
open drafts, `city` Bappeda and leadership. `post` is an address that is only written to, and `redirected` one that
leads elsewhere. Arguments name things of `scene.Scene`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import ROLES

LINES = """
home                      |                           | everyone
accounts:login            |                           | public
accounts:logout           |                           | everyone
accounts:password_change  |                           | everyone
accounts:password_changed |                           | everyone
jobs:inbox                |                           | everyone
jobs:read_all             |                           | post
jobs:read                 | pk=notice                 | post
jobs:job                  | pk=job                    | kelurahan_operator
jobs:progress             | pk=job                    | kelurahan_operator
jobs:cancel               | pk=job                    | post
jobs:retry                | pk=job                    | post
proposals:list            |                           | everyone
proposals:schedule        |                           | everyone
proposals:schedule_stage  | stage=stage               | bappeda_admin
proposals:attachment      | uuid=attachment           | readers
proposals:receipt_batch   | event=event               | readers
proposals:questions       | uuid=row                  | readers
proposals:questions_owed  |                           | everyone
proposals:message_file    | uuid=message_file         | readers
proposals:detail          | uuid=row                  | readers
proposals:act             | uuid=row action=act       | kecamatan_officer camat
proposals:act_budget      | uuid=row action=act       | readers
proposals:codes           | uuid=row                  | readers
proposals:attachments     | uuid=draft                | kelurahan_operator lurah
proposals:receipt         | uuid=row                  | readers
proposals:receipt_event   | uuid=row seq=seq          | readers
proposals:new             |                           | writers
proposals:catalogue       |                           | writers
proposals:budget          |                           | writers
proposals:place           |                           | writers
proposals:similar         |                           | writers
proposals:enter           |                           | public
proposals:autosave        | uuid=draft step=step      | post
proposals:step            | uuid=draft step=step      | kelurahan_operator lurah
proposals:carry           | uuid=row                  | post
proposals:photos          | uuid=draft                | post
proposals:sent            | uuid=row                  | readers
proposals:reference       | reference=reference       | redirected
kelurahan:desk            |                           | kelurahan_operator lurah
kelurahan:past            |                           | kelurahan_operator lurah
kelurahan:import          |                           | kelurahan_operator lurah
kelurahan:import_template |                           | kelurahan_operator lurah
kelurahan:import_file     | uuid=import_done          | kelurahan_operator lurah
kelurahan:import_columns  | uuid=import               | kelurahan_operator lurah
kelurahan:import_preview  | uuid=import               | kelurahan_operator lurah
kelurahan:import_row      | uuid=import number=seq    | post
kelurahan:import_take     | uuid=import               | post
kelurahan:import_drop     | uuid=import               | post
kelurahan:import_problems | uuid=import               | kelurahan_operator lurah
kelurahan:endorsed        |                           | redirected
kelurahan:order           |                           | kelurahan_operator lurah
kelurahan:meeting         |                           | kelurahan_operator lurah
kelurahan:meeting_preview |                           | kelurahan_operator lurah
kelurahan:meeting_issue   |                           | kelurahan_operator lurah
proposals:minutes_list    |                           | minutes
proposals:minutes         | number=minutes            | minutes
proposals:minutes_file    | number=minutes            | redirected
kecamatan:queue           |                           | kecamatan_officer camat
kecamatan:order           |                           | kecamatan_officer camat
kecamatan:meeting         |                           | kecamatan_officer camat
kecamatan:meeting_preview |                           | kecamatan_officer camat
kecamatan:meeting_issue   |                           | kecamatan_officer camat
kecamatan:td4             |                           | kecamatan_officer camat
kecamatan:forward         |                           | kecamatan_officer camat
kecamatan:forwarded       |                           | redirected
kecamatan:bulk            |                           | kecamatan_officer camat
kecamatan:bulk_done       |                           | redirected
kecamatan:bulk_result     | pk=bulk_kecamatan         | kecamatan_officer
kecamatan:similar         |                           | kecamatan_officer camat
kecamatan:similar_merge   |                           | redirected
kecamatan:sheet           | uuid=row                  | kecamatan_officer camat
kecamatan:fields          | uuid=row action=act       | kecamatan_officer camat
opd:queue                 |                           | opd_verifier
opd:forum                 |                           | opd_verifier
opd:forum_preview         |                           | opd_verifier
opd:forum_issue           |                           | opd_verifier
opd:disputes              |                           | bappeda_admin
opd:bulk                  |                           | opd_verifier
opd:bulk_done             |                           | redirected
opd:bulk_result           | pk=bulk_opd               | opd_verifier
opd:price                 | uuid=forwarded            | opd_verifier
opd:similar               |                           | opd_verifier
opd:similar_merge         |                           | redirected
opd:sheet                 | uuid=forwarded            | opd_verifier
opd:fields                | uuid=forwarded action=act | opd_verifier
bappeda:desk              |                           | redirected
bappeda:assignment        |                           | bappeda_admin
bappeda:remind            |                           | post
bappeda:move              | pk=reviewer               | bappeda_admin
bappeda:conflicts         |                           | bappeda_reviewer
bappeda:agreement         |                           | bappeda_admin bappeda_head leadership
bappeda:invite            | uuid=assigned             | bappeda_admin
bappeda:marking           |                           | bappeda_reviewer
bappeda:sheet             | uuid=assigned             | bappeda_reviewer
bappeda:sheet_reopen      | uuid=assigned             | post
bappeda:board             |                           | readers
bappeda:explanation       | uuid=ranked               | readers
bappeda:runs              |                           | city
bappeda:new_run           |                           | bappeda_admin
bappeda:run               | pk=run                    | readers
bappeda:run_approve       | pk=run                    | bappeda_head
bappeda:run_publish       | pk=run                    | bappeda_admin
bappeda:run_check         | pk=run                    | city
bappeda:run_file          | pk=run                    | city
bappeda:simulation        |                           | city
bappeda:scenario_save     |                           | post
bappeda:scenario          | pk=scenario               | redirected
bappeda:scenario_delete   | pk=scenario               | post
bappeda:comparison        |                           | city
bappeda:run_stability     | pk=run                    | post
bappeda:similar           |                           | bappeda_admin
bappeda:similar_merge     |                           | redirected
bappeda:overrides         |                           | city
bappeda:override_withdraw | pk=run                    | post
bappeda:ceilings          |                           | bappeda_admin
bappeda:criteria          |                           | city
bappeda:criteria_start    |                           | post
bappeda:criteria_set      | pk=criteria               | city
bappeda:criteria_facts    | pk=criteria               | bappeda_admin
bappeda:criteria_weights  | pk=criteria               | bappeda_admin
bappeda:criteria_ahp      | pk=criteria               | bappeda_admin
bappeda:criteria_spread   | pk=criteria               | post
bappeda:criteria_put_in_force | pk=criteria           | bappeda_admin
bappeda:criteria_discard  | pk=criteria               | post
bappeda:criterion_new     | pk=criteria               | bappeda_admin
bappeda:criterion         | pk=criteria key=criterion | bappeda_admin
bappeda:criterion_remove  | pk=criteria key=criterion | post
bappeda:close             |                           | bappeda_admin
reports:list              |                           | everyone
reports:overview          |                           | readers
reports:file              | pk=file                   | kelurahan_operator
reports:packages          |                           | packages
reports:packages_making   |                           | packages
reports:package_request   |                           | post
reports:package_file      | pk=package                | packages
reports:report            | slug=report               | readers
reports:request           | slug=report               | post
portal:results            |                           | public
portal:proposal           | reference=published       | public
portal:method             |                           | public
portal:run_file           |                           | public
portal:verify_ranking     |                           | public
portal:check              |                           | public
api-proposal-list         |                           | everyone
api-proposal-batch        |                           | post
api-proposal-detail       | uuid=row                  | readers
api-proposal-attachments  | uuid=row                  | post
api-proposal-events       | uuid=row                  | readers
api-proposal-questions    | uuid=row                  | readers
api-proposal-transitions  | uuid=row                  | post
api-cycle-list            |                           | everyone
api-catalogue-list        |                           | everyone
api-agency-list           |                           | everyone
api-kelurahan-list        |                           | everyone
api-field-list            |                           | everyone
api-rkpd-priority-list    |                           | everyone
report-list               |                           | everyone
report-packages           | ?cycle=2021               | packages
report-rows               | slug=report ?cycle=2021   | readers
schema                    |                           | everyone
api-docs                  |                           | everyone
healthz                   |                           | public
readyz                    |                           | public
"""
READERS = tuple(role for role in ROLES if role != "administrator")
GROUPS = {
    "everyone": tuple(ROLES),
    "public": tuple(ROLES),
    "readers": READERS,
    "writers": ("kelurahan_operator", "lurah", "kecamatan_officer", "bappeda_admin"),
    "city": ("bappeda_reviewer", "bappeda_admin", "bappeda_head", "leadership"),
    "minutes": (
        "kelurahan_operator",
        "lurah",
        "kecamatan_officer",
        "camat",
        "bappeda_reviewer",
        "bappeda_admin",
        "bappeda_head",
    ),
    "packages": (
        "kecamatan_officer",
        "camat",
        "bappeda_reviewer",
        "bappeda_admin",
        "bappeda_head",
    ),
    "post": (),
    "redirected": (),
}


@dataclass(frozen=True)
class Address:
    """One line: `arguments` maps a keyword of the address to the word for a thing, `roles` those who get 200."""

    name: str
    arguments: dict[str, str]
    query: str
    kind: str
    roles: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        return self.kind == "public"

    @property
    def is_api(self) -> bool:
        return (
            self.name.startswith(("api-", "report-")) and self.name != "api-docs"
        ) or self.name == "schema"


def read() -> dict[str, Address]:
    """The addresses by name."""
    found = {}
    for line in LINES.strip().splitlines():
        name, given, who = (part.strip() for part in line.split("|"))
        words = given.split()
        arguments = dict(word.split("=", 1) for word in words if not word.startswith("?"))
        query = next((word for word in words if word.startswith("?")), "")
        found[name] = Address(
            name, arguments, query, who, GROUPS.get(who) if who in GROUPS else tuple(who.split())
        )
    return found


def walk(patterns=None, path: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace, path) of every address that the project knows."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from walk(pattern.url_patterns, f"{path}{pattern.pattern}", inner)
        elif isinstance(pattern, URLPattern):
            yield f"{names}{pattern.name}", f"{path}{pattern.pattern}"
