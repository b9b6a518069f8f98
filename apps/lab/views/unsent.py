"""Words that can no longer be sent, because the thing or the mandate ended while they were typed, are given back."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Proposal
from .pages import of_the_space


def keeping_words(*names: str) -> Callable:
    """A form whose words, the texts of these names, are shown to their writer when what they are for is out of reach.

    A name that ends in "*" stands for all that begin so. What one may not see answers like what never was, whatever
    was typed; why it could not be sent is told only where the refusal says it.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest, **named: str) -> HttpResponse:
            try:
                return view(request, **named)
            except (Http404, PermissionDenied) as refusal:
                if request.method != "POST":
                    raise
                words = list(_typed(request, names))
                known = Proposal.objects.known_as_withdrawn_to(request.user)
                is_withdrawn = known.filter(reference=named.get("reference", "")).exists()
                if not words and not is_withdrawn:
                    raise
                is_missing = isinstance(refusal, Http404)
                status = 409 if is_withdrawn else 404 if is_missing else 403
                why = "" if is_missing else str(refusal)
                context = of_the_space(request, unsent=words, is_withdrawn=is_withdrawn, why=why)
                return render(request, "lab/unsent.html", context, status=status)

        return answer

    return decorate


def _typed(request: HttpRequest, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        begins = name.removesuffix("*")
        found = [key for key in request.POST if key.startswith(begins)] if begins != name else [name]
        yield from filter(None, (request.POST.get(key, "").strip() for key in found))
