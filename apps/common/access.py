"""The doors that ask `rules.py`: one for views, one for the admin; templates ask with `{% may %}`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest


def visible_or_404(queryset: QuerySet, user: Any, **lookup: Any) -> Model:
    """The one object that this person may know of; an object of somebody else answers exactly as one that never was."""
    row = queryset.visible_to(user).filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def require(user: Any, permission: str, obj: Model | None = None) -> None:
    """Refuse with 403 what `rules.py` does not allow this person."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied


class Permitted:
    """A view whose object comes from `visible_to` (404) and which asks `permission` about it (403)."""

    permission: str = ""

    def get_queryset(self) -> QuerySet:
        """Only what this person may know of."""
        return super().get_queryset().visible_to(self.request.user)

    def get_object(self, queryset: QuerySet | None = None) -> Model:
        """The object, once its permission was asked."""
        obj = super().get_object(queryset)
        if self.permission:
            require(self.request.user, self.permission, obj)
        return obj

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        """Ask a permission without an object before anything else, where the view has no object."""
        if self.permission and not hasattr(self, "get_object"):
            require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)


class PermittedAdmin:
    """An admin of Django's whose every question is answered by `rules.py`; no permission rows are kept."""

    def _may(self, request: HttpRequest, verb: str, obj: Model | None = None) -> bool:
        options = self.opts
        return request.user.has_perm(f"{options.app_label}.{verb}_{options.model_name}", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the room's tables appear on the office's start page."""
        return self._may(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Asks `view` or `change`."""
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Asks `add`."""
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Asks `change`."""
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Asks `delete`."""
        return self._may(request, "delete", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Only what this person may know of, where the model says so."""
        queryset = super().get_queryset(request)
        return queryset.visible_to(request.user) if hasattr(queryset, "visible_to") else queryset
