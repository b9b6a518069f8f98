"""Addresses of questions to all, within the space."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import answering, asking, asking_forms

app_name = "ask"
urlpatterns = [
    path("", asking.list_, name="list"),
    path(pgettext_lazy("address", "new/"), asking_forms.new, name="new"),
    path("<slug:reference>/", asking.query, name="query"),
    path(pgettext_lazy("address", "<slug:reference>/edit/"), asking_forms.edit, name="edit"),
    path(pgettext_lazy("address", "<slug:reference>/preview/"), asking_forms.preview, name="preview"),
    path(pgettext_lazy("address", "<slug:reference>/step/<slug:name>/"), asking.step, name="step"),
    path(pgettext_lazy("address", "<slug:reference>/answer/<slug:code>/"), answering.answer, name="answer"),
    path(pgettext_lazy("address", "<slug:reference>/silent/"), asking.silent, name="silent"),
    path(pgettext_lazy("address", "<slug:reference>/remind/"), asking.remind, name="remind"),
    path(pgettext_lazy("address", "<slug:reference>/more-time/"), asking_forms.extend, name="extend"),
    path(pgettext_lazy("address", "<slug:reference>/all-answers/"), asking.full, name="full"),
]
