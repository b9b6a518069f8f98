"""An open page of the form of a proposal, as its script sees it."""

from django.urls import reverse

from apps.lab.tests.test_views import filled

NEW = "lab:autosave_new"


class Page:
    """An open page of a form as its script sees it: what it sends, and what it learns from the answers."""

    def __init__(self, client, proposal=None):
        self.client = client
        address = reverse("lab:edit", args=[proposal.reference]) if proposal else reverse("lab:new")
        self.form = filled(client.get(address))
        self.version = self.form.get("version", "")
        self.url = reverse("lab:autosave", args=[proposal.reference]) if proposal else reverse(NEW)

    def sends(self, *, hears=True, **changed):
        """Send what changed; where the answer is lost on its way the page does not learn of it."""
        told = {"version": self.version, "form_key": self.form["form_key"], "partner": self.form.get("partner") or ""}
        body = {**told, "changed": list(changed), **changed}
        response = self.client.post(self.url, body)
        if hears and response.status_code == 200 and response.json().get("version"):
            answer = response.json()
            self.version, self.url = answer["version"], answer["autosave"]
        return response
