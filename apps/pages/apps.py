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

        from . import content, queries, rules  # noqa: F401, PLC0415 – app ready

        register(*content.TABLES)
        registry.furniture.add("pages", queries.frame_texts)
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
