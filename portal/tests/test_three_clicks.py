"""From the home page, three clicks lead to each meeting of the Dialogue, and there stands what came of it."""

import pytest
from django.test import Client
from django.utils.translation import override

from apps.activities.models import Activity

from .crawl import links_of, match_of

# Three hundred pages in two languages: with the long figures.
pytestmark = [pytest.mark.long, pytest.mark.usefixtures("delivered_content"), pytest.mark.django_db]
SINCE = 2015
CLICKS = 3


def within_clicks(home: str, clicks: int) -> set[str]:
    """The addresses of public pages of the same language that so many clicks lead to."""
    browser, reached, newest = Client(), {home}, {home}
    for _ in range(clicks):
        found = {link for address in newest for link in links_of(browser.get(address).content.decode())}
        newest = {
            link
            for link in found - reached
            if link.startswith(home) and getattr(match_of(link).func, "is_public", False)
        }
        reached |= newest
    return reached


@pytest.mark.parametrize("language", ["en", "fr"])
def test_three_clicks_lead_to_every_meeting_of_the_last_plans(language):
    reached = within_clicks(f"/{language}/", CLICKS)

    seen = Activity.objects.published().filter(starts_on__year__gte=SINCE)
    with override(language):
        far = [one.slug for one in seen if one.get_absolute_url() not in reached]
    assert far == []
