"""Two pages to compare with: a constant, and a plain Django list of twenty rows with one query.

They run under the portal's own middleware, in the same process as the pages that they are the floor of.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import translation

from apps.activities.models import Activity

LIST = """{% load i18n %}<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{% translate "Activities" %}</title>
<link rel="stylesheet" href="/plain.css"></head><body>
<nav><ul>
{% for number in pages %}<li><a href="{% url 'plain' %}?page={{ number }}">{{ number }}</a></li>{% endfor %}
</ul></nav>
<main><h1>{% translate "Activities" %}</h1>
{% for activity in activities %}<article>
<h2><a href="{% url 'plain-row' activity.slug %}">{{ activity.title }}</a></h2>
<p><time datetime="{{ activity.starts_on|date:'Y-m-d' }}">{{ activity.starts_on|date:"j F Y" }}</time>
{% if activity.is_online %}{% translate "online" %}
{% else %}{{ activity.city }}, {{ activity.country.name }}{% endif %}</p>
<p>{{ activity.summary }}</p>
</article>{% endfor %}
</main></body></html>"""
template = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(LIST)


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    """What the middleware alone costs."""
    return HttpResponse("constant")


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    """Twenty rows, one query, one template without inheritance, components or caches."""
    activities = Activity.objects.published().select_related("country").order_by("-starts_on", "-pk")[:20]
    context = {"activities": activities, "pages": range(1, 8), "language": translation.get_language()}
    return HttpResponse(template.render(Context(context)))


@login_not_required
def plain_row(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a row of the list would lead."""
    return HttpResponse(slug)


urlpatterns = [
    path("constant/", constant, name="constant"),
    path("plain/", plain, name="plain"),
    path("plain/<slug:slug>/", plain_row, name="plain-row"),
]
