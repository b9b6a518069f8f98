"""The bench reads pages as a browser does, judges figures by their limits, and finds the far page of a list."""

import brotli
import pytest

from portal.tools.bench import growth, serving
from portal.tools.bench.crawling import Found, heaviest, within
from portal.tools.bench.reading import Page, named_by_script, named_by_style, query_of
from portal.tools.bench.report import Figure, Report
from portal.tools.bench.subject import environment, queries_of
from portal.tools.bench.weights import mails_in

HERE = "http://127.0.0.1:8000"
HTML = """<!doctype html><html><head>
<link rel="stylesheet" href="/static/portal.css"><link rel="icon" href="/static/icon.svg">
<link rel="alternate" hreflang="fr" href="/fr/">
<script src="/static/a.js" defer></script><script src="/static/b.js"></script><script>alert(1)</script>
<script type="application/ld+json">{}</script></head>
<body><img src="/picture.png" alt=""><img src="data:image/png;base64,AA" alt="">
<a href="?page=2#rows">2</a><a href="/en/x/?kind=som&amp;page=14">14</a>
<form method="post" action="/step/"><input type="hidden" name="token" value="t"><input type="checkbox" name="no">
<input type="checkbox" name="yes" value="1" checked><button name="go" value="now">Go</button></form></body></html>"""


def found(path: str, view: str = "rooms:list", length: int = 1, last_page: int = 1) -> Found:
    return Found(path=path, view=view, account="", length=length, elements=1, last_page=last_page)


def test_page_names_what_a_browser_fetches():
    page = Page(HTML, f"{HERE}/en/x/")

    assert page.styles == [f"{HERE}/static/portal.css"]
    assert page.pictures == [f"{HERE}/static/icon.svg", f"{HERE}/picture.png"]
    assert [(script.address, script.is_deferred) for script in page.scripts] == [
        (f"{HERE}/static/a.js", True),
        (f"{HERE}/static/b.js", False),
    ]
    assert page.inline_scripts == 1


def test_page_knows_its_links_and_how_many_pages_there_are():
    page = Page(HTML, f"{HERE}/en/x/")

    assert page.links == [f"{HERE}/en/x/?page=2", f"{HERE}/en/x/?kind=som&page=14"]
    assert page.last_page == 14


def test_page_reads_a_form_as_a_click_would_send_it():
    (form,) = Page(HTML, f"{HERE}/en/x/").forms

    assert (form.action, form.method) == (f"{HERE}/step/", "post")
    assert form.fields == [("token", "t"), ("yes", "1")]
    assert form.buttons == [("go", "now")]


def test_style_and_script_name_other_files():
    style = "/* url(no.css) */ @import 'more.css'; a { background: url(\"dot.svg\") } b { background: url(data:x) }"

    assert named_by_style(style, f"{HERE}/static/css/a.css") == [
        f"{HERE}/static/css/more.css",
        f"{HERE}/static/css/dot.svg",
    ]
    assert named_by_script('import { a } from "./a.js";\nimport "./b.js";\nconst c = "d.js"', f"{HERE}/s/m.js") == [
        f"{HERE}/s/a.js",
        f"{HERE}/s/b.js",
    ]


def test_within_keeps_own_paths_once():
    links = [f"{HERE}/en/", f"{HERE}/en/?a=1", f"{HERE}/en/", "http://elsewhere.example/en/", f"{HERE}/admin/"]

    assert within(links, lambda path: path.startswith("/en/")) == ["/en/", "/en/?a=1"]


def test_heaviest_takes_one_page_of_each_kind_and_language():
    pages = [found("/en/a/", length=1), found("/en/b/", length=2), found("/fr/b/", length=1), found("/en/?kind=x")]

    assert [page.path for page in heaviest(pages)] == ["/en/b/", "/fr/b/", "/en/?kind=x"]


@pytest.mark.parametrize(("measured", "limit", "holds"), [(1, 1, True), (1.01, 1, False), (5, None, True)])
def test_figure_is_judged_by_its_limit(measured, limit, holds):
    assert Figure("weight", measured, "KiB", limit).holds is holds


@pytest.mark.parametrize(
    ("figures", "missing", "code"),
    [([Figure("a", 1, limit=2)], [], 0), ([Figure("a", 3, limit=2)], [], 1), ([], ["memory"], 1)],
)
def test_report_ends_with_one_when_anything_falls_short(figures, missing, code, capsys):
    report = Report()
    report.add(*figures)
    for what in missing:
        report.miss(what)

    assert report.close() == code
    assert "What falls short" in capsys.readouterr().out


class Pages:
    """A portal whose list has so many pages."""

    def __init__(self, number: int) -> None:
        self.number = number

    def get(self, path: str, account: str) -> dict[str, int]:
        return {"status": 200 if int(query_of(path)["page"]) <= self.number else 404}


@pytest.mark.parametrize(("pages", "far"), [(5_000, 1_000), (1_000, 1_000), (437, 437), (2, 2)])
def test_far_page_is_page_1000_or_the_last(pages, far):
    assert growth.far_page(Pages(pages), found("/en/x/")).path == f"/en/x/?page={far}"


def test_far_page_of_a_narrowed_list_is_page_1000_or_none():
    assert growth.far_page(Pages(2_000), found("/en/x/?kind=som")).path == "/en/x/?kind=som&page=1000"
    assert growth.far_page(Pages(3), found("/en/x/?kind=som")) is None


def test_list_of_one_page_has_no_far_page():
    assert growth.far_page(Pages(1), found("/en/x/")) is None


def test_p95_leaves_one_of_twenty_out():
    assert growth.p95([*range(1, 21)]) == 20
    assert growth.p95([*range(1, 61)]) == 58


def test_transactions_are_not_counted_as_queries():
    statements = ["BEGIN IMMEDIATE", "SELECT 1", "SAVEPOINT x", "INSERT INTO y", "RELEASE SAVEPOINT x", "COMMIT"]

    assert queries_of({"statements": statements}) == 2


def test_environment_of_a_measured_portal_is_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres:///of-somebody")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example.org")

    made = environment(tmp_path, DATABASE_URL="postgres:///own")

    assert made["PORTAL_DATA_DIR"] == str(tmp_path)
    assert made["DATABASE_URL"] == "postgres:///own"
    assert "EMAIL_URL" not in made


def test_mails_are_those_that_are_whole(tmp_path):
    (tmp_path / "1.eml").write_bytes(b"To: a\n\nx\n")
    (tmp_path / "2.part").write_bytes(b"To: b")

    assert mails_in(tmp_path) == [b"To: a\n\nx\n"]


def test_answers_are_read_as_they_were_before_the_journey():
    answer = serving.Answer(200, {"content-encoding": "br"}, brotli.compress("été".encode()), 1, 0.1)

    assert answer.text == "été"
