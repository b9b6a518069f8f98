"""The conversation about a proposal: comments of seats, one level deep, to all focal points or between two partners."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import Words, active_language
from apps.partners.models import Partner
from apps.partners.rules import seats_of

from .offers import Offer
from .proposals import Proposal
from .references import new_reference
from .selection import proposals_seen_by

EDITABLE_FOR = datetime.timedelta(minutes=15)


class CommentQuerySet(models.QuerySet):
    """Comments by who may read them."""

    def readable_by(self, user) -> "CommentQuerySet":
        """Of proposals that the reader is known to see: what is for all, and what is between their seat and another."""
        seats = seats_of(user)
        return self.filter(Q(between__isnull=True) | Q(proposal__partner__in=seats) | Q(between__in=seats))

    def of_page(self, proposal: Proposal, user) -> "CommentQuerySet":
        """Those that the reader of the page of this proposal may read; asks no other table."""
        return self.on_page(proposal.pk, user, is_own=proposal.partner_id in seats_of(user))

    def on_page(self, proposal: int, user, *, is_own: bool) -> "CommentQuerySet":
        """The same by the key of the proposal; `is_own` says whether the reader's seat put it forward."""
        found = self.filter(proposal=proposal)
        return found if is_own else found.filter(Q(between__isnull=True) | Q(between__in=seats_of(user)))

    def visible_to(self, user) -> "CommentQuerySet":
        """Of proposals that the person may see: what is for all, and what is between their seat and another.

        A private comment is read by the people of the two seats only, not by the secretariat.
        """
        return self.filter(proposals_seen_by(user, "proposal__")).readable_by(user)

    def standing(self) -> "CommentQuerySet":
        """Those that were not taken back."""
        return self.filter(deleted_at__isnull=True)


class Comment(models.Model):
    """What a seat, or the secretariat (`partner` is None), says about a proposal; a deleted one leaves its place.

    `between` makes it private to that partner and the one that proposed. `offer` is what it asks about.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("answers"), on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    partner = models.ForeignKey(
        Partner, verbose_name=_("said by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    between = models.ForeignKey(
        Partner,
        verbose_name=_("between the partner that proposed and"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    mentioned = models.ManyToManyField(Partner, verbose_name=_("partners mentioned"), blank=True, related_name="+")
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    text = models.TextField(_("text"))
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    is_example = models.BooleanField(_("example of the demonstration"), default=False, editable=False)
    at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        # With whom it is between, so that the pages of a long conversation are found in the index alone.
        indexes = [
            models.Index(fields=["proposal", "parent", "at", "id", "between", "offer"], name="lab_comment_thread")
        ]
        constraints = [
            models.CheckConstraint(
                name="lab_comment_says_something",
                condition=Q(text__gt="") | Q(deleted_at__isnull=False),
                violation_error_message=_("A comment says something."),
            ),
            models.UniqueConstraint(
                name="lab_comment_once_per_form",
                fields=["author", "form_key"],
                violation_error_message=_("This form has been sent already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.reference}"

    def get_absolute_url(self) -> str:
        """Leads to the comment's place, on whichever page it stands."""
        return reverse("lab:comment", args=[self.proposal.reference, self.reference])

    @property
    def speaker(self) -> str:
        """For whom it was said, in the reader's language."""
        return str(self.partner) if self.partner_id else gettext("the secretariat")

    @property
    def is_private(self) -> bool:
        """Whether it stays between two partners."""
        return self.between_id is not None

    @property
    def other_seat_id(self) -> int | None:
        """Of a private comment, the partner that did not say it."""
        return self.proposal.partner_id if self.partner_id == self.between_id else self.between_id

    @property
    def is_deleted(self) -> bool:
        """Whether it was taken back: its place stays, its words are shown to nobody."""
        return self.deleted_at is not None

    @property
    def can_change(self) -> bool:
        """Whether its words may still be changed: for a quarter of an hour; afterwards one adds."""
        return not self.is_deleted and timezone.now() < self.changes_until

    @property
    def changes_until(self) -> datetime.datetime:
        """The moment from which its words stand."""
        return self.at + EDITABLE_FOR

    @property
    def top(self) -> "Comment":
        """The comment that begins its thread: itself, or the one that it answers."""
        return self.parent or self

    @property
    def words(self) -> Words:
        """Its text, which exists in the language of writing only."""
        return Words(self.text, self.language, is_fallback=self.language != active_language())


class Addition(models.Model):
    """What was added to a comment after the quarter of an hour in which it could be changed."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="additions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    text = models.TextField(_("text"))
    form_key = models.UUIDField(_("key of the form"), null=True, editable=False)
    at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("addition to a comment")
        verbose_name_plural = _("additions to comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="lab_addition_says_something", condition=Q(text__gt="")),
            models.UniqueConstraint(name="lab_addition_once_per_form", fields=["author", "form_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> Words:
        """Its text, which exists in the language of writing only."""
        return Words(self.text, self.language, is_fallback=self.language != active_language())


class CommentFileQuerySet(models.QuerySet):
    """Files of comments by who may see them."""

    def visible_to(self, user) -> "CommentFileQuerySet":
        """The files of comments that this person may read and that were not taken back."""
        return self.filter(comment__in=Comment.objects.visible_to(user), comment__deleted_at__isnull=True)


class CommentFile(models.Model):
    """A file that goes with a comment; private, handed out to whoever may read the comment."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="files")
    key = models.CharField(_("key in the storage"), max_length=120, unique=True, editable=False)
    display_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))

    objects = CommentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a comment")
        verbose_name_plural = _("files of comments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.display_name


class SuggestionAnswer(models.Model):
    """The answer to a suggestion, by whom it was put to: the chair, a committee member (`partner`), the secretariat."""

    # The answer is nothing without the suggestion; neither is ever deleted by a user.
    proposal = models.OneToOneField(
        Proposal, verbose_name=_("suggestion"), on_delete=models.PROTECT, related_name="answer"
    )
    partner = models.ForeignKey(
        Partner, verbose_name=_("answered by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("answer to a suggestion")
        verbose_name_plural = _("answers to suggestions")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="lab_suggestionanswer_says_something", condition=Q(text__gt=""))]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.at:%Y-%m-%d}"

    @property
    def speaker(self) -> str:
        """For whom it was said, in the reader's language."""
        return str(self.partner) if self.partner_id else gettext("the secretariat")

    @property
    def words(self) -> Words:
        """Its text, which exists in the language of writing only."""
        return Words(self.text, self.language, is_fallback=self.language != active_language())
