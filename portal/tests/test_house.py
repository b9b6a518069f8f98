"""The guards of the house: directions, budgets, one door for states, one page for permissions, clean templates."""

import ast
import gzip
import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from .house import RANK, ROOT, is_mail, name_of, project_files, python_files, templates, trees

FILE_LINES, FUNCTION_LINES, CLASS_LINES, TEMPLATE_LINES = 400, 40, 250, 120
OVER_BUDGET: dict[str, str] = {}


def test_foreign_keys_point_down():
    """Import checkers do not read the strings of foreign keys."""
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if (home := model._meta.app_label) in RANK
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model not in (None, get_user_model())
        and (far := field.related_model._meta.app_label) in RANK
        and far != home
        and RANK[far] >= RANK[home]
    ]
    assert upward == []


def test_every_room_stands_in_the_ranking():
    rooms = {path.name for path in (ROOT / "apps").iterdir() if (path / "__init__.py").exists()}
    assert rooms - set(RANK) == set()


def test_files_keep_their_budget():
    long = {
        name_of(path): lines
        for path in python_files(tests=True)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert set(long) - set(OVER_BUDGET) == set(), long


def test_functions_and_classes_keep_their_budget():
    long = []
    for path, tree in trees():
        for node in ast.walk(tree):
            limit = {ast.FunctionDef: FUNCTION_LINES, ast.ClassDef: CLASS_LINES}.get(type(node))
            if limit and node.end_lineno - node.lineno + 1 > limit:
                long.append(f"{name_of(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}")
    assert long == []


def test_templates_keep_their_budget():
    long = {
        name_of(path): lines
        for path in templates()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE_LINES
    }
    assert long == {}


def test_style_sheets_keep_their_budget():
    """All of them together, those of the office too, weigh ten KiB at most as they travel."""
    sheets = b"".join(path.read_bytes() for path in sorted((ROOT / "static/css").rglob("*.css")))

    assert len(gzip.compress(sheets)) <= 10 * 1024


def test_public_names_have_a_docstring():
    bare = []
    for path, tree in trees():
        if path.name in ("manage.py", "admin.py", "translation.py", "apps.py", "urls.py"):
            continue
        if not ast.get_docstring(tree) and tree.body:
            bare.append(f"{name_of(path)}: the module")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                inner_meta = node.name == "Meta"
                if not inner_meta and not ast.get_docstring(node):
                    bare.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert bare == []


def test_nobody_assigns_a_state_outside_the_workflow_door():
    """Only `apps/common/workflow.py` writes `.state`; constructors and factories begin a life, they change none."""
    assignments = []
    for path, tree in trees():
        if name_of(path) == "apps/common/workflow.py":
            continue
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            flat = [leaf for target in targets for leaf in (target.elts if isinstance(target, ast.Tuple) else [target])]
            assignments += [
                f"{name_of(path)}:{node.lineno}"
                for leaf in flat
                if isinstance(leaf, ast.Attribute) and leaf.attr == "state"
            ]
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("update", "bulk_update"):
                assignments += [f"{name_of(path)}:{node.lineno}" for word in node.keywords if word.arg == "state"]
    assert assignments == []


ROLE_WORDS = re.compile(
    r"\bis_staff\b|\bis_superuser\b|\.groups\b|\broles_of\(|\.roles\.(?:has|holds|partner_ids)"
    r"|\buser ==|== (?:request\.)?user\b(?!\.)"
)
MAY_ASK_ROLES = {
    "apps/common/roles.py": "defines the question",
    "apps/accounts/models.py": "defines the person",
    "apps/partners/queries.py": "gives the roles",
    "apps/pages/demonstration.py": "puts the demonstration's own people into their groups",
}


def test_roles_are_asked_in_rules_and_visible_to_only():
    asked = []
    for path, tree in trees():
        name = name_of(path)
        if path.name == "rules.py" or name in MAY_ASK_ROLES or name.startswith("portal/tools/"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        allowed = {
            number
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name in ("visible_to", "seat_of")
            for number in range(node.lineno, node.end_lineno + 1)
        }
        asked += [
            f"{name}:{number} {line.strip()}"
            for number, line in enumerate(lines, 1)
            if number not in allowed and ROLE_WORDS.search(line) and not line.strip().startswith(("#", '"""'))
        ]
    for path in templates():
        text = path.read_text(encoding="utf-8")
        asked += [name_of(path) for word in ("is_staff", "is_superuser", "user.roles", "user.groups") if word in text]
    assert asked == []


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|<style\b|\bstyle\s*=\s*[\"']|\bon(?:click|load|change|submit|input)\s*=",
    re.I,
)


def test_no_inline_script_or_style():
    found = [
        f"{name_of(path)}:{number}"
        for path in templates()
        if not is_mail(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE.search(line)
    ]
    assert found == []


def test_blocktranslate_is_trimmed():
    found = [
        name_of(path)
        for suffix in (".html", ".txt")
        for path in templates(suffix)
        for tag in re.findall(r"{%\s*blocktrans(?:late)?\b[^%]*%}", path.read_text(encoding="utf-8"))
        if "trimmed" not in tag
    ]
    assert found == []


def test_templates_do_not_compare_states_and_pages_stay_public():
    """Templates ask and show; public ones know neither token nor user."""
    compared = [
        name_of(path)
        for path in templates()
        if re.search(r"{%\s*(?:el)?if [^%]*\.state\s*(?:==|!=|in\b)", path.read_text(encoding="utf-8"))
    ]
    assert compared == []
    public = [path for path in templates() if path.parent.name in ("activities", "framework", "partners")]
    personal = [
        name_of(path)
        for path in public
        if re.search(r"csrf_token|request\.user|\buser\.", path.read_text(encoding="utf-8"))
    ]
    assert public
    assert personal == []


def test_translated_strings_use_named_placeholders():
    """An f-string, a `.format` or a sum inside gettext can never be found in the catalogue."""
    found = []
    names = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                found += [
                    f"{name_of(path)}:{node.lineno}"
                    for word in node.args[:2]
                    if isinstance(word, ast.JoinedStr | ast.BinOp)
                ]
                found += [
                    f"{name_of(path)}:{node.lineno} {word.value}"
                    for word in node.args[:2]
                    if isinstance(word, ast.Constant) and re.search(r"%[sd]|\{\w*\}", str(word.value))
                ]
    assert found == []


FORBIDDEN_NAMES = {"utils", "helpers", "misc", "manager", "managers", "info", "data", "handle"}


def test_modules_have_telling_names():
    assert [name_of(path) for path in python_files(tests=True) if path.stem in FORBIDDEN_NAMES] == []


def test_nothing_is_swallowed():
    """`except …: pass` loses what went wrong."""
    swallowed = [
        f"{name_of(path)}:{handler.lineno}"
        for path, tree in trees()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)
    ]
    assert swallowed == []


@pytest.mark.parametrize("word", ["/work/", "TODO", "FIXME", "XXX"])
def test_no_trace_of_a_machine_or_of_unfinished_work(word):
    itself = "portal/tests/test_house.py"
    found = [
        name_of(path)
        for path in project_files()
        if path.suffix in (".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".sh", "") and name_of(path) != itself
        if word in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []
