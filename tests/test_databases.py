"""The databases under test are those of the product: protected history that can still be emptied between tests."""

import pytest
from django.db import DatabaseError, connection, transaction

from proposals import triggers
from proposals.models import Event
from tests.factories import World


@pytest.mark.django_db(transaction=True)
class TestHistoryBetweenTransactionalTests:
    """Order matters here: the second test sees what the flush after the first has left."""

    def test_history_is_written_and_refuses_to_go(self) -> None:
        World().proposal("awaiting_lurah")
        with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
            Event.objects.all()._raw_delete("default")

    def test_after_the_flush_it_is_gone_and_protected_again(self) -> None:
        assert Event.objects.count() == 0
        assert triggers.missing() == []


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_is_a_file_with_a_write_ahead_log_as_in_the_product() -> None:
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
