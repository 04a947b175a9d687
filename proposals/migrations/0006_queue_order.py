"""Each queue's own order as an index, so that a page of it never sorts or scans what waits."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


def in_list(order: str) -> Coalesce:
    return Coalesce(order, models.Value(2**31), output_field=models.BigIntegerField())


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_objection")]

    operations = [
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                "cycle", "kecamatan", "status", in_list("kelurahan_order"), "id", name="queue_of_kecamatan"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                "cycle", "current_agency", "status", in_list("kecamatan_order"), "id", name="queue_of_agency"
            ),
        ),
    ]
