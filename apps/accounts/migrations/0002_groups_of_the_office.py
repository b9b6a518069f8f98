"""Makes the two groups whose membership is a role; what each may do stands in the rules, so no permission rows are kept."""

from django.db import migrations

GROUPS = ("Secretariat", "Administrators")


def make_groups(apps, schema_editor):
    for name in GROUPS:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
