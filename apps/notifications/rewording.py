"""Words that are changed while a mail that quotes them still waits: it leaves with those that stand."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from .messages import KINDS, language_of
from .models import OutboxMail

Status = OutboxMail.Status
WAITING = (Status.QUEUED, Status.HELD, Status.DEAD)


def reword(about: Model) -> int:
    """Compose anew the mails about this that have not left; call it in the transaction of the change.

    For messages that need nothing but what they are about: facts are not kept with a mail. Returns how many were
    reworded; one that a worker has in hand leaves as it was.
    """
    about_type = ContentType.objects.get_for_model(about)
    waiting = OutboxMail.objects.filter(status__in=WAITING, about_type=about_type, about_id=about.pk, text__gt="")
    waiting = waiting.filter(message__in=KINDS)
    number = 0
    for mail in waiting.select_related("recipient"):
        words = KINDS[mail.message](about).compose(mail.recipient)
        still = OutboxMail.objects.filter(pk=mail.pk, status__in=WAITING)
        number += still.update(language=language_of(mail.recipient), **words)
    return number
