"""Who acts in the demo: the accounts by role and office, with the standing each acts in."""

from accounts.models import User
from accounts.offices import Standing
from accounts.roles import ROLES


class Cast:
    """The demo accounts, read once. Needs `create_demo_accounts`."""

    def __init__(self):
        people = list(User.objects.select_related("kelurahan", "kecamatan", "agency").order_by("pk"))
        self._by_office: dict[tuple[str, int | None], User] = {}
        self._standings: dict[int | None, Standing | None] = {None: None}
        for person in people:
            kind = ROLES[person.role].office
            office = getattr(person, f"{kind}_id") if kind else None
            self._by_office.setdefault((person.role, office), person)
            self._standings[person.pk] = Standing(person.role, kind, office)
        self.reviewers = [person for person in people if person.role == "bappeda_reviewer"]
        self.admin = self._by_office["bappeda_admin", None]
        self.head = self._by_office["bappeda_head", None]

    def of(self, role: str, office_id: int) -> User:
        """The person with this role at this office."""
        return self._by_office[role, office_id]

    def standing(self, person: User | None) -> Standing | None:
        return self._standings[person.pk if person else None]
