from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_choices_and_notices_of_mailings"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="outboxmail",
            name="notifications_outboxmail_status_known",
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "waits to be sent"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("withheld", "not sent: the person may no longer see it"),
                    ("held", "held: the address is in doubt"),
                    ("dead", "given up"),
                    ("stopped", "stopped by the office"),
                ],
                default="queued",
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["queued", "sending", "sent", "withheld", "held", "dead", "stopped"])
                ),
                name="notifications_outboxmail_status_known",
            ),
        ),
    ]
