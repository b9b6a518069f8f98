"""The addresses outside the languages: the way in, the language switch, and what machines ask for."""

from django.conf import settings
from django.urls import path

from . import upload_views, views

outside = [
    path("", views.way_in, name="way_in"),
    path("language/<str:code>/", views.choose_language, name="choose_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("uploads/", upload_views.begin, name="upload_begin"),
    path("uploads/<slug:reference>/", upload_views.piece, name="upload_piece"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.DEMO or settings.DEBUG:
    from . import styleguide

    outside.append(path("styleguide/", styleguide.page, name="styleguide"))
