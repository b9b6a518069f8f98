"""Makes the group whose members are told what the secretariat has left lying."""

from django.db import migrations

GROUP = "Head of the secretariat"


def make_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_settings_of_a_person")]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
