"""The pages that gather from everywhere: home, about, the space's dashboard, the office's start."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "apps.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """As the last app: let every model see the tables of changes that were registered after it was read."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.content import register  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import checks, content, models, office_choices, queries, rules, tasks  # noqa: F401, PLC0415 – app ready

        declare(*office_choices.SETTINGS)
        register(*content.TABLES)
        for name, shortcut in office_choices.SHORTCUTS.items():
            registry.shortcuts.add(name, shortcut)
        registry.furniture.add("pages", queries.frame_texts)
        registry.reader_facts.add("pages", queries.facts_of_reader)
        registry.personal_data.add("pages", queries.known_of)
        for field in models.Identity.PICTURES:
            registry.kept_files.add(f"pages {field}", registry.KeptFiles("public", "pages.Identity", field))
        for name, template, rows in (
            ("latest documents", "documents/_rows.html", queries.latest_documents),
            ("latest news", "pages/_latest_news.html", queries.latest_news),
            ("topics", "pages/_topics.html", queries.all_topics),
        ):
            registry.panels.add(f"{name} on the home page", registry.Panel(template, about=queries.HOME, rows=rows))

        # The history of a translated model is registered in ready(); a model whose relations were read before would
        # not know it, and deleting a person who ever edited anything would break a foreign key.
        for model in apps.get_models(include_auto_created=True):
            model._meta._expire_cache()
