"""Short texts of the site that the office can change: what the Dialogue is, who pays, who answers for the contents."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import both_or_neither, in_every_language, in_some_language
from apps.common.models import PublicationQuerySet, Publishable

# Pages that show something of the data below their text, by their address, which therefore stays as it is.
GOVERNANCE, CONFERENCES = "governance", "ministerial-conferences"


class SiteText(models.Model):
    """A text of the site, asked for by its key."""

    class Key(models.TextChoices):
        WHAT_IT_IS = "what_it_is", _("home page: what the Dialogue is")
        ABOUT = "about", _("page “The Dialogue”")
        FUNDING = "funding", _("foot of every page: funding")
        IMPLEMENTATION = "implementation", _("foot of every page: implementation")
        RESPONSIBILITY = "responsibility", _("foot of every page: responsibility")
        GCM_DISCLAIMER = "gcm_disclaimer", _("beside every mention of the Global Compact")
        MAP_NOTE = "map_note", _("below every map")

    key = models.CharField(_("where it stands"), max_length=20, choices=Key, unique=True)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of the site")
        verbose_name_plural = _("texts of the site")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="pages_sitetext_key_known",
                condition=models.Q(
                    key__in=[
                        "what_it_is",
                        "about",
                        "funding",
                        "implementation",
                        "responsibility",
                        "gcm_disclaimer",
                        "map_note",
                    ]
                ),
            ),
            in_every_language("body", app_label="pages", model_name="sitetext"),
        ]

    def __str__(self) -> str:
        return self.get_key_display()


class PageQuerySet(PublicationQuerySet):
    """Pages by who sees them."""

    def visible_to(self, user) -> "PageQuerySet":
        """What visitors see; the office sees drafts and withdrawn ones too."""
        return self if user.has_perm("pages.keep_page") else self.published()


class Page(Publishable):
    """A page of text about the Dialogue or about the site, which the office can change."""

    class Group(models.TextChoices):
        ABOUT = "about", _("about the Dialogue")
        LEGAL = "legal", _("about the site")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=8, choices=Group, default=Group.ABOUT)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"), blank=True)
    source = models.TextField(_("source (for editors)"), blank=True)

    objects = PageQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["group", "position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            in_some_language("title", app_label="pages", model_name="page"),
            models.CheckConstraint(name="pages_page_group_known", condition=models.Q(group__in=["about", "legal"])),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page itself."""
        return reverse("pages:page", args=[self.slug])


class Identity(models.Model):
    """What the site shows itself to be: official or a demonstration, with which emblem and logos. There is one row.

    A picture is the key of an uploaded file in the public storage; nothing is shown where nothing was uploaded.
    """

    PICTURES = ("emblem", "funder_logo", "implementer_logo")

    number = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_official = models.BooleanField(
        _("this is the Dialogue’s official site"),
        default=False,
        help_text=_("Until this is set, every page says that it is a demonstration."),
    )
    emblem = models.CharField(_("emblem"), max_length=80, blank=True, editable=False)
    emblem_alt = models.CharField(_("words for the emblem"), max_length=150, blank=True)
    funder_logo = models.CharField(_("logo of the European Union"), max_length=80, blank=True, editable=False)
    funder_logo_alt = models.CharField(_("words for the logo of the European Union"), max_length=150, blank=True)
    implementer_logo = models.CharField(_("logo of ICMPD"), max_length=80, blank=True, editable=False)
    implementer_logo_alt = models.CharField(_("words for the logo of ICMPD"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("identity of the site")
        verbose_name_plural = _("identity of the site")
        constraints = [
            models.CheckConstraint(name="pages_identity_only_one", condition=models.Q(number=1)),
            both_or_neither("emblem_alt", app_label="pages", model_name="identity"),
            both_or_neither("funder_logo_alt", app_label="pages", model_name="identity"),
            both_or_neither("implementer_logo_alt", app_label="pages", model_name="identity"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Visit(models.Model):
    """When a person was seen last, now and on the visit before: so the dashboard knows what is new to them.

    A visit is over when nothing was heard of the person for a while, which the office sets.
    """

    # Where somebody was when is theirs alone: it goes with the account.
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"))
    seen_at = models.DateTimeField(_("seen last"))
    previous_at = models.DateTimeField(_("seen last on the visit before"), null=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.person_id} {self.begun_at:%Y-%m-%d %H:%M}"
