"""The catalogue's tool: what it extracts is what Django looks up, and nothing wrong passes its check."""

import json
import os
import time

import polib
import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import trans_real

from portal.tools import extraction, messages
from portal.tools.french import NARROW, flaws_in, typeset

TEMPLATE = """{% load i18n %}
<h1>{% translate "Home" %}</h1>
    {# Translators: shown once #}
  <p title="{% translate 'Up' context "direction" as up %}">{{ _("Footer") }}{{ name|default:_("nobody") }}</p>
{% blocktranslate trimmed with partner=name %}
      {{ partner }} asks
      for 100% of it.
{% endblocktranslate %}
      {% if name %}
  {% blocktranslate trimmed count counter=number %}
    {{ counter }} offer
  {% plural %}
    {{ counter }} offers
  {% endblocktranslate %}
   {% endif %}
{% blocktranslate trimmed context "seat" count counter=number %}
  One's "seat"
{% plural %}
  {{ counter }} seats
{% endblocktranslate %}
{% blocktranslate context "month" %}May{% endblocktranslate %}
{% blocktranslate %}
  kept as
  it is {{ name }}
{% endblocktranslate %}
"""

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext_lazy, pgettext

TITLE = gettext_lazy("Title")

def ask(count, name):
    first = _("Dear %(name)s, "
              "welcome") % {"name": name}
    second = ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
    third = npgettext_lazy("step", "One step", "%(count)s steps", "count")
    return first, second, third, pgettext("verb", "Open"), _(name)
"""


@pytest.fixture
def site(tmp_path):
    """A small project with one template and one module, both with messages of every kind."""
    for place, text in {"templates/lab/page.html": TEMPLATE, "apps/lab/views.py": PYTHON}.items():
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(text)
    return tmp_path


def bracketed(text):
    """The text between brackets, new lines at its ends outside of them."""
    return text.replace(text.strip(), f"[{text.strip()}]")


def write_french(site, **changes):
    """Fill every message of `site` with its English between brackets, but for `changes`."""
    messages.main(["update"], root=site)
    catalogue = messages.open_catalogue(path_of(site))
    french = {
        name: [bracketed(text) for text in english] if isinstance(english, list) else bracketed(english)
        for name, english in messages.missing(catalogue).items()
    }
    file = site / "french.json"
    file.write_text(json.dumps(french | changes))
    return messages.main(["fill", str(file)], root=site)


def path_of(site):
    return site / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def entries_of(site):
    return {messages.name_of(messages.key_of(entry)): entry for entry in polib.pofile(str(path_of(site)))}


@pytest.fixture
def catalogue_of_django(site):
    """Make Django look French up in the catalogue of `site` alone, and note every look-up that finds nothing."""
    write_french(site)
    messages.main(["compile"], root=site)
    with translation.override("fr"):
        django_catalogue = trans_real._active.value
        before, django_catalogue._catalog = django_catalogue._catalog, trans_real.TranslationCatalog()
        try:
            django_catalogue.merge(
                trans_real.gettext_module.translation("django", localedir=site / "locale", languages=["fr"])
            )
            yield
        finally:
            django_catalogue._catalog = before


def test_extract_finds_every_kind_of_message(site):
    found = extraction.extract(site)

    assert found == {
        ("", "Home"): None,
        ("direction", "Up"): None,
        ("", "Footer"): None,
        ("", "nobody"): None,
        ("", "%(partner)s asks for 100%% of it."): None,
        ("", "%(counter)s offer"): "%(counter)s offers",
        ("seat", 'One\'s "seat"'): "%(counter)s seats",
        ("month", "May"): None,
        ("", "\n  kept as\n  it is %(name)s\n"): None,
        ("", "Title"): None,
        ("", "Dear %(name)s, welcome"): None,
        ("", "%(count)s day"): "%(count)s days",
        ("step", "One step"): "%(count)s steps",
        ("verb", "Open"): None,
    }


@pytest.mark.parametrize(
    ("number", "offers", "seats"),
    [(0, "[0 offer]", '[One’s "seat"]'), (1, "[1 offer]", '[One’s "seat"]'), (2, "[2 offers]", "[2 seats]")],
)
@pytest.mark.usefixtures("catalogue_of_django")
def test_what_is_extracted_is_what_django_looks_up(number, offers, seats):
    engine = Engine(libraries={"i18n": "django.templatetags.i18n"}, autoescape=False)
    page = engine.from_string(TEMPLATE).render(Context({"name": "Gabon", "number": number}, autoescape=False))

    expected = ["[Home]", "[Footer]Gabon", "[Gabon asks for 100% of it.]", offers, seats, "[May]", "it is Gabon]"]
    assert [text for text in expected if text not in page] == []


def test_update_keeps_french_drops_what_is_gone_and_marks_nothing_fuzzy(site, capsys):
    write_french(site)
    (site / "apps/lab/views.py").write_text('from x import _\n_("Title of it")\n_("Home")\n')

    messages.main(["update"], root=site)

    after = entries_of(site)
    assert after["Home"].msgstr == "[Home]"
    assert after["Title of it"].msgstr == ""
    assert "Title" not in after
    assert "fuzzy" not in path_of(site).read_text()
    assert "dropped: 'Title'" in capsys.readouterr().out


def test_update_writes_the_same_bytes_twice_without_places_or_dates(site):
    write_french(site)
    before = path_of(site).read_bytes()

    messages.main(["update"], root=site)

    assert path_of(site).read_bytes() == before
    assert b"#:" not in before
    assert b"Date" not in before


def test_a_changed_plural_loses_its_french(site):
    write_french(site)
    source = (site / "apps/lab/views.py").read_text().replace("%(count)s days", "%(count)s whole days")
    (site / "apps/lab/views.py").write_text(source)

    assert messages.main(["check"], root=site) == 1
    messages.main(["update"], root=site)

    assert entries_of(site)["%(count)s day"].msgstr_plural == {0: "", 1: ""}


def test_two_plurals_for_one_singular_are_refused(site, capsys):
    (site / "apps/lab/forms.py").write_text('from x import ngettext\nngettext("%(count)s day", "%(count)s dayz", 2)\n')

    assert messages.main(["update"], root=site) == 1
    assert "two plurals" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(site, capsys):
    (site / "templates/lab/bad.html").write_text("{% blocktranslate %}a{% if b %}{% endblocktranslate %}")

    assert messages.main(["update"], root=site) == 1
    assert "templates/lab/bad.html" in capsys.readouterr().err


def test_check_passes_when_all_is_there(site):
    assert write_french(site) == 0
    assert messages.main(["check"], root=site) == 0


@pytest.mark.parametrize(
    ("message", "french", "flaw"),
    [
        ("Title", "", "no French: 'Title'"),
        ("Dear %(name)s, welcome", "Bienvenue %(nom)s", "placeholders differ: 'Dear %(name)s, welcome'"),
        ("%(count)s day", ["%(count)s jour", "des jours"], "placeholders differ: '%(count)s day'"),
        ("Home", "100 %", "a stray % in the French: 'Home'"),
        ("Home", "Accueil\n", "begins or ends with a new line in one language only: 'Home'"),
    ],
)
def test_check_names_each_flaw(site, capsys, message, french, flaw):
    write_french(site, **{message: french})
    capsys.readouterr()

    assert messages.main(["check"], root=site) == 1
    assert flaw in capsys.readouterr().out.splitlines()


def test_check_refuses_fuzzy_and_obsolete_entries(site, capsys):
    write_french(site)
    catalogue = polib.pofile(str(path_of(site)))
    catalogue.find("Home").flags.append("fuzzy")
    catalogue.append(polib.POEntry(msgid="Once", msgstr="Jadis", obsolete=True))
    catalogue.save(str(path_of(site)))

    assert messages.main(["check"], root=site) == 1
    out = capsys.readouterr().out
    assert "fuzzy: 'Home'" in out
    assert "obsolete (run `update`): 'Once'" in out


def test_check_refuses_a_catalogue_behind_the_code(site, capsys):
    write_french(site)
    (site / "apps/lab/forms.py").write_text('from x import _\n_("Fresh")\n')
    (site / "templates/lab/page.html").write_text("")

    assert messages.main(["check"], root=site) == 1
    out = capsys.readouterr().out
    assert "not in the catalogue (run `update`): 'Fresh'" in out
    assert "no longer used (run `update`): 'Home'" in out


@pytest.mark.parametrize("french", [{"Nowhere": "Nulle part"}, {"Title": ["a", "b"]}, {"%(count)s day": "jour"}])
def test_fill_refuses_unknown_names_and_wrong_shapes_and_writes_nothing(site, french):
    write_french(site)
    before = path_of(site).read_bytes()
    (site / "wrong.json").write_text(json.dumps({"Home": "Accueil"} | french))

    assert messages.main(["fill", str(site / "wrong.json")], root=site) == 1
    assert path_of(site).read_bytes() == before


def test_the_french_singular_may_name_the_number():
    entry = polib.POEntry(msgid="One day", msgid_plural="%(count)s days")
    entry.msgstr_plural = {0: "%(count)s jour", 1: "%(count)s jours"}

    assert flaws_in(entry) == []


def test_compile_writes_only_when_the_catalogue_is_newer(site):
    write_french(site)
    compiled = messages.compile_catalogue(path_of(site))
    long_ago = time.time() - 60
    os.utime(path_of(site), (long_ago, long_ago))
    first = compiled.stat().st_mtime_ns

    messages.compile_catalogue(path_of(site))
    assert compiled.stat().st_mtime_ns == first

    os.utime(path_of(site))
    messages.compile_catalogue(path_of(site))
    assert compiled.stat().st_mtime_ns > first


def test_compile_without_a_catalogue_says_so(tmp_path):
    assert messages.compile_catalogue(tmp_path / "django.po") is None


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Qui a l'accord ?", f"Qui a l’accord{NARROW}?"),
        ("Titre :", f"Titre{NARROW}:"),
        ("Titre: suite; fin!", f"Titre{NARROW}: suite{NARROW}; fin{NARROW}!"),
        ("« oui » et «non»", f"«{NARROW}oui{NARROW}» et «{NARROW}non{NARROW}»"),
        ("avis d'%(partner)s\u00a0: %(count)s", f"avis d’%(partner)s{NARROW}: %(count)s"),
        ('<strong>Nom</strong>: <a href="https://a.example/?q=1">lien</a> &amp; suite', None),
        ("à 12:30, rond & carré &nbsp; mailto:a@b.example", "à 12:30, rond & carré &nbsp; mailto:a@b.example"),
    ],
)
def test_typeset_sets_spaces_and_apostrophes_and_leaves_code_alone(typed, set_):
    if set_ is None:
        set_ = typed.replace("</strong>:", f"</strong>{NARROW}:")

    assert typeset(typed) == set_
    assert typeset(set_) == set_
