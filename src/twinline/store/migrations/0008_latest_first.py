"""Two indexes: by kind and last day, in place of kind and first day; and of the few entries that name a case."""

from django.db import migrations, models
from django.db.models.functions import Coalesce

from twinline.store.reading import NAMES_A_CASE


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_what_waits"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_by_kind"),
        migrations.AddIndex(
            model_name="record", index=models.Index("kind", Coalesce("day_to", "day_from", 0), name="record_by_kind")
        ),
        migrations.RunSQL(
            f"CREATE INDEX entry_of_case ON store_entry (record) WHERE {NAMES_A_CASE}",
            "DROP INDEX entry_of_case",
        ),
    ]
