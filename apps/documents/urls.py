"""Addresses of the documents: the library for all, and that of the space."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import public, space

FILE = pgettext_lazy("address", "<slug:slug>/file/<slug:language>/")
LIGHT = pgettext_lazy("address", "<slug:slug>/file/<slug:language>/light/")
VERSION = pgettext_lazy("address", "<slug:slug>/file/<slug:language>/version/<int:number>/")

app_name = "documents"
urlpatterns = [
    path("", public.document_list, name="list"),
    path("<slug:slug>/", public.document_page, name="document"),
    path(FILE, public.document_file, name="file"),
    path(LIGHT, public.light_file, name="light"),
    path(VERSION, public.former_file, name="version"),
]
space_urls = [
    path("", space.document_list, name="list"),
    path("<slug:slug>/", space.document_page, name="document"),
    path(FILE, space.document_file, name="file"),
    path(LIGHT, space.light_file, name="light"),
    path(VERSION, space.former_file, name="version"),
]
in_space = (space_urls, "space_documents")
