from django.db import migrations

from twinline.store.allowed import hold


def _hold(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        hold(cursor)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_facts_ended"),
    ]

    operations = [
        migrations.RunPython(_hold, migrations.RunPython.noop),
    ]
