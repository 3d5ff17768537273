"""Two columns of what waits: who is asked to speak of a record, and what it leaves to be said."""

from django.db import migrations, models

from twinline.feeds import entries
from twinline.store import meaning, stating

_AT_ONCE = 2000


def _fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        last = 0
        while True:
            cursor.execute(
                "SELECT r.id, e.raw FROM store_record r JOIN store_entry e ON e.id = r.entry WHERE r.id > %s "
                "ORDER BY r.id LIMIT %s",
                [last, _AT_ONCE],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            told = []
            for number, raw in rows:
                entry = entries.read(bytes(raw))
                if meaning.readable(entry.kind, entry.version):
                    told.append((*stating.awaited(entry.kind, dict(entry.body)), number))
            cursor.executemany("UPDATE store_record SET asked = %s, waits = %s WHERE id = %s", told)
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_offences"),
    ]

    operations = [
        migrations.AddField(model_name="record", name="asked", field=models.TextField(null=True)),
        migrations.AddField(model_name="record", name="waits", field=models.CharField(max_length=8, null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("arrived_to__isnull", True), ("asked__isnull", False)),
                fields=["side", "standing", "asked"],
                name="record_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("arrived_to__isnull", True), ("waits__isnull", False)),
                fields=["waits", "kind"],
                name="record_waits",
            ),
        ),
    ]
