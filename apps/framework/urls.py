"""Addresses of the action plans down to their actions, and of the topics."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "framework"
urlpatterns = [
    path("", views.current_plan, name="current"),
    path("<slug:slug>/", views.plan_page, name="plan"),
    path(pgettext_lazy("address", "<slug:slug>/area/<int:number>/"), views.area_page, name="area"),
    path(pgettext_lazy("address", "<slug:slug>/objective/<slug:code>/"), views.objective_page, name="objective"),
    path(pgettext_lazy("address", "<slug:slug>/action/<int:number>/"), views.action_page, name="action"),
]
topics = (
    [path("", views.topic_list, name="list"), path("<slug:slug>/", views.topic_page, name="topic")],
    "topics",
)
