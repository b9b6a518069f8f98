"""Addresses of the front pages and of the dashboard."""

from django.urls import path, re_path
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
# Outside the languages: a picture is the same in each.
outside = [re_path(r"^pictures/(?P<key>[0-9a-f]{32}\.[a-z]{3,4})$", views.picture, name="picture")]
