"""A proposal of a past year is asked for again once in a year, unless that was withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("carried_from__isnull", False), models.Q(("status", "withdrawn"), _negated=True)
                ),
                fields=("cycle", "carried_from"),
                name="proposal_carried_once_a_cycle",
            ),
        ),
    ]
