"""Addresses of the activities, of the news, of the Global Compact, and of the meetings in the space."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import space, views

PAPERS = pgettext_lazy("address", "<slug:slug>/papers/<slug:language>.zip")

app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="list"),
    path("<slug:slug>/", views.activity_page, name="activity"),
    path(PAPERS, views.papers, name="papers"),
]
news = ([path("", views.news_list, name="list"), path("<slug:slug>/", views.news_page, name="item")], "news")
global_compact = ([path("", views.global_compact_page, name="page")], "global_compact")
in_space = (
    [path("<slug:slug>/", space.meeting_page, name="meeting"), path(PAPERS, space.papers, name="papers")],
    "space_meetings",
)
