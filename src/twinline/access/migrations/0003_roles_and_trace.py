from django.db import migrations, models

_REFUSE = """
CREATE TRIGGER access_trace_{word} BEFORE {word} ON access_trace
BEGIN SELECT RAISE(ABORT, 'the trace is only added to'); END;
"""


def _roles(apps, schema_editor):
    for name in ("User", "OneTimeLink"):
        for row in apps.get_model("access", name).objects.using(schema_editor.connection.alias).all():
            # Whoever had an account could say records.
            names = ["commander" if row.may_release else "officer", *(["operator"] if row.is_operator else [])]
            row.roles = ",".join(names)
            row.save(update_fields=["roles"])


def _guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for word in ("UPDATE", "DELETE"):
            schema_editor.execute(_REFUSE.format(word=word))


class Migration(migrations.Migration):
    dependencies = [("access", "0002_draft")]

    operations = [
        migrations.AddField("user", "roles", models.CharField(default="officer", max_length=200)),
        migrations.AddField("onetimelink", "roles", models.CharField(default="officer", max_length=200)),
        migrations.RunPython(_roles, migrations.RunPython.noop),
        migrations.RemoveField("user", "may_release"),
        migrations.RemoveField("user", "is_operator"),
        migrations.RemoveField("onetimelink", "may_release"),
        migrations.RemoveField("onetimelink", "is_operator"),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at_ms", models.BigIntegerField()),
                ("officer", models.CharField(max_length=64)),
                ("organisation", models.CharField(max_length=64)),
                ("act", models.CharField(max_length=16)),
                ("record", models.CharField(default="", max_length=36)),
                ("part", models.CharField(default="", max_length=32)),
                ("reason", models.CharField(default="", max_length=32)),
                ("before", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.RunPython(_guard, migrations.RunPython.noop),
    ]
