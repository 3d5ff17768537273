from django.db import migrations, models

from twinline.access.factor import slowly_hashed


def _slowly(apps, schema_editor):
    """Hash what was hashed quickly once more, slowly: codes that are printed already stay good."""
    for each in apps.get_model("access", "RecoveryCode").objects.using(schema_editor.connection.alias):
        each.code_hash = slowly_hashed(each.code_hash)
        each.save(update_fields=["code_hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_keptfilter"),
    ]

    operations = [
        migrations.AlterField("recoverycode", "code_hash", models.CharField(max_length=128)),
        migrations.RunPython(_slowly, migrations.RunPython.noop),
    ]
