"""Addresses of the activities, of the news and of the Global Compact."""

from django.urls import path

from . import views

app_name = "activities"
urlpatterns = [path("", views.activity_list, name="list"), path("<slug:slug>/", views.activity_page, name="activity")]
news = ([path("", views.news_list, name="list"), path("<slug:slug>/", views.news_page, name="item")], "news")
global_compact = ([path("", views.global_compact_page, name="page")], "global_compact")
