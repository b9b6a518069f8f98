"""One's own settings: anybody who is signed in may open them, also without a mandate."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import queries, services
from ..forms import AddressForm, PreferencesForm
from ..models import Happening

TOO_MANY = 429


@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest) -> HttpResponse:
    """Language and time zone; the page comes back in the language that was chosen."""
    user = request.user
    chosen = {"language": user.language, "time_zone": user.time_zone}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your settings are saved."))
            return redirect("settings:personal")
    return render(request, "accounts/settings/personal.html", {"form": form})


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what happened to the account lately."""
    context = {
        "person": request.user,
        "factors": queries.factors_of(request.user),
        "change": queries.open_change_of(request.user),
        "lines": queries.lines_of(request.user),
    }
    return render(request, "accounts/settings/security.html", context)


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """The devices on which one is signed in."""
    devices = queries.devices_of(request.user, request.session.session_key)
    return render(request, "accounts/settings/sessions.html", {"devices": devices})


@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """Sign out one of one's own devices; another person's does not exist."""
    if not services.end_device(request.user, number):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("settings:sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    services.end_other_sessions(request.user, request)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("settings:sessions")


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """What the file of one's own data holds, and when it was asked for."""
    return render(request, "accounts/settings/data.html", {"exports": queries.lines_of(request.user, Happening.EXPORT)})


@require_POST
@reauthentication_required()
def export(request: HttpRequest) -> HttpResponse:
    """The file of one's own data; asks for the password again, and is noted."""
    content = services.export_of(request.user)
    day = timezone.localdate().isoformat()
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="my-data-{day}.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required()
def address(request: HttpRequest) -> HttpResponse:
    """Ask to move the account to another address; the answer is the same whether or not that is somebody else's."""
    form = AddressForm(request.POST if request.method == "POST" else None, person=request.user)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_address(request.user, form.cleaned_data["address"])
        except services.TooManyChanges:
            form.add_error("address", _("You asked for this three times within an hour. Please try again later."))
            status = TOO_MANY
        else:
            messages.success(request, _("Both mailboxes have been written to. Please open the link in each message."))
            return redirect(reverse("settings:security"))
    context = {"form": form, "change": queries.open_change_of(request.user)}
    return render(request, "accounts/settings/address.html", context, status=status)


@require_POST
def withdraw_address(request: HttpRequest) -> HttpResponse:
    """Give up a change of address that waits for its confirmations."""
    services.withdraw_change(request.user)
    messages.success(request, _("The change of address is withdrawn."))
    return redirect("settings:security")
