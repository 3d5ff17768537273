from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_roots"),
    ]

    operations = [
        migrations.CreateModel(
            name="LineVersion",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=64, unique=True)),
                ("source", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("added", models.BigIntegerField()),
                ("current", models.BooleanField()),
            ],
            options={
                "db_table": "store_line_version",
            },
        ),
    ]
