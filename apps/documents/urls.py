"""Addresses of the documents."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("<slug:slug>/", views.document_page, name="document"),
    path(pgettext_lazy("address", "<slug:slug>/file/<slug:language>/"), views.document_file, name="file"),
]
