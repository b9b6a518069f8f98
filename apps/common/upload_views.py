"""Where a script sends a large file in pieces: begin, send a piece, ask how far it has come."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from . import uploads
from .access import require
from .files import check_name_and_size

LARGEST_NUMBER = 18


def _number(text: str) -> int:
    """The number that a text says; -1 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_NUMBER else -1


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Make ready for a file of this name and size: where its pieces go, or in words why it is not accepted (422)."""
    require(request.user, "common.send_file")
    name, size = request.POST.get("name", "").replace("\x00", ""), _number(request.POST.get("size", ""))
    try:
        check_name_and_size(name, max(size, 0))
        upload = uploads.begin(name, size, by=request.user)
    except ValidationError as refusal:
        return JsonResponse({"message": " ".join(refusal.messages)}, status=422)
    address = reverse("upload_piece", args=[upload.reference])
    return JsonResponse({"reference": upload.reference, "url": address, "received": 0})


@require_POST
def piece(request: HttpRequest, reference: str) -> JsonResponse:
    """Keep the piece that begins at `?offset=`; without one, say how far the file has come. 409 for a wrong place."""
    require(request.user, "common.send_file")
    upload = uploads.of(request.user, reference)
    if upload is None:
        raise Http404
    if "offset" not in request.GET:
        return JsonResponse({"received": upload.received})
    try:
        received = uploads.receive(upload, _number(request.GET["offset"]), request.body)
    except uploads.WrongOffset as wrong:
        return JsonResponse({"received": wrong.received}, status=409)
    return JsonResponse({"received": received})
