"""What the office decides about documents."""

from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import OfficeSetting

SETTINGS = (
    OfficeSetting(
        "documents.zip_megabytes",
        200,
        label=_("Largest ZIP file of documents, in megabytes"),
        help_text=_("Whoever asks for more is told to fetch the files one by one."),
        least=1,
        most=2000,
    ),
)
