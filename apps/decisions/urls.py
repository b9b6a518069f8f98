"""Addresses of silence procedures and decisions: in the space, and the register of what everybody may read."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import positions, procedures, register

app_name = "decisions"
urlpatterns = [
    path("", procedures.list_, name="list"),
    path(pgettext_lazy("address", "register/"), procedures.register, name="register"),
    path(pgettext_lazy("address", "register/<slug:reference>/"), procedures.decision, name="decision"),
    path("<slug:reference>/", procedures.procedure, name="procedure"),
    path(pgettext_lazy("address", "<slug:reference>/position/<slug:code>/"), positions.position, name="position"),
    path(pgettext_lazy("address", "<slug:reference>/step/<slug:name>/"), procedures.step, name="step"),
    path(pgettext_lazy("address", "<slug:reference>/papers/<slug:paper>/"), procedures.paper, name="paper"),
    path(pgettext_lazy("address", "<slug:reference>/proofs/<slug:position>/"), positions.proof, name="proof"),
    path(pgettext_lazy("address", "<slug:reference>/not-correct/<slug:position>/"), positions.dispute, name="dispute"),
    path(pgettext_lazy("address", "<slug:reference>/release/<slug:position>/"), positions.release, name="release"),
]
# Outside the space: what is marked for everybody.
public = (
    [
        path("", register.list_, name="list"),
        path("<slug:body>/<int:year>/<int:sequence>/", register.decision, name="decision"),
    ],
    "register",
)
