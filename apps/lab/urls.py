"""Addresses of the laboratory of ideas, within the space."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import forms, pages

app_name = "lab"
urlpatterns = [
    path("", pages.list_, name="list"),
    path(pgettext_lazy("address", "ours/"), pages.ours, name="ours"),
    path(pgettext_lazy("address", "new/"), forms.new, name="new"),
    path("<slug:reference>/", pages.proposal, name="proposal"),
    path(pgettext_lazy("address", "<slug:reference>/edit/"), forms.edit, name="edit"),
    path(pgettext_lazy("address", "<slug:reference>/step/<slug:name>/"), pages.step, name="step"),
    path(pgettext_lazy("address", "<slug:reference>/offer/"), forms.offer, name="offer"),
    path(
        pgettext_lazy("address", "<slug:reference>/offers/<slug:offer_reference>/<slug:name>/"),
        pages.offer_step,
        name="offer_step",
    ),
    path(pgettext_lazy("address", "<slug:reference>/files/<slug:file_reference>/"), pages.file, name="file"),
]
