from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_contact"),
    ]

    operations = [
        migrations.AddField(model_name="peer", name="certificate", field=models.TextField(default="")),
        migrations.CreateModel(
            name="RetiredRoot",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("root", models.CharField(max_length=64, unique=True)),
                ("root_key", models.BinaryField()),
                ("organisation", models.CharField(max_length=64)),
                ("successor", models.CharField(max_length=64)),
                ("at", models.BigIntegerField()),
            ],
            options={"db_table": "store_retired_root"},
        ),
    ]
