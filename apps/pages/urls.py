"""Addresses of the front pages and of the dashboard."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.home_page, name="home"),
    path(pgettext_lazy("address", "about/"), views.about_page, name="about"),
    path(pgettext_lazy("address", "about/<slug:slug>/"), views.text_page, name="page"),
    path(pgettext_lazy("address", "preview/<str:model>/<int:pk>/"), views.preview, name="preview"),
    path(pgettext_lazy("address", "space/"), views.dashboard, name="dashboard"),
]
