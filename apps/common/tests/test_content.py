"""Content files: what they fill, what editors keep, and that a wrong row changes nothing and is named."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from apps.common.content import spread
from apps.common.loading import ContentError, Report, load
from apps.common.models import LoadedRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path):
    """Write one content file and return its folder."""

    def to_file(text: str, name: str = "sample.toml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return to_file


REGION = """
[[region]]
code = "north"
name_en = "North"
name_fr = "Nord"
position = 1
"""
PARTNER = """
[[partner]]
code = "MA"
kind = "state"
region = "north"
name_en = "Morocco"
name_fr = "Maroc"
sort_en = "morocco"
sort_fr = "maroc"
"""
PLAN = """
[[plan]]
slug = "cadiz"
title_en = "Cadiz"
title_fr = "Cadix"
valid_from = "2022-12-14"
[[area]]
plan = "cadiz"
number = 1
title_en = "One"
title_fr = "Un"
[[objective]]
area = "cadiz/1"
code = "5b"
number = 5
"""
ACTIONS = "".join(f'[[action]]\nobjective = "cadiz/5b"\nnumber = {number}\n' for number in range(1, 5))
ACTIVITY = """
[[activity]]
code = "ACT-1"
slug = "one"
title_en = "One"
title_fr = "Une"
kind = "thematic"
status = "held"
starts_on = "2023-04-25"
country = "MA"
co_chairs = ["MA"]
actions = ["cadiz/1", "cadiz/3-4"]
"""


def model(name: str):
    """A model by "app.Model"."""
    return apps.get_model(name)


def counts(reports: list[Report]) -> dict[str, tuple[int, int, int, int]]:
    return {one.table: (one.created, one.updated, one.unchanged, len(one.kept)) for one in reports}


def test_files_fill_tables_and_a_second_time_changes_nothing(write):
    folder = write(REGION + PARTNER)

    assert counts(load(folder)) == {"region": (1, 0, 0, 0), "partner": (1, 0, 0, 0)}
    assert counts(load(folder)) == {"region": (0, 0, 1, 0), "partner": (0, 0, 1, 0)}
    assert model("partners.Partner").objects.get().region.code == "north"


def test_ranges_lists_and_addresses_are_resolved(write):
    load(write(REGION + PARTNER + PLAN + ACTIONS + ACTIVITY))

    activity = model("activities.Activity").objects.get()
    assert sorted(activity.actions.values_list("number", flat=True)) == [1, 3, 4]
    assert [one.code for one in activity.co_chairs.all()] == ["MA"]
    assert activity.is_published


@pytest.mark.parametrize(
    ("address", "addresses"),
    [
        ("cadiz/20-22", ["cadiz/20", "cadiz/21", "cadiz/22"]),
        ("cadiz-2023-2027/5", ["cadiz-2023-2027/5"]),
        ("cadiz/5a", ["cadiz/5a"]),
        ("3-1", ["3-1"]),
    ],
)
def test_a_range_stands_for_each_of_its_numbers(address, addresses):
    assert spread(address) == addresses


def test_a_changed_file_updates_what_nobody_touched(write):
    load(write(REGION))

    reports = load(write(REGION.replace("Nord", "Septentrion")))

    assert counts(reports) == {"region": (0, 1, 0, 0)}
    assert model("partners.Region").objects.get().name_fr == "Septentrion"


def test_an_editor_s_change_is_kept_and_the_rest_of_the_row_updated(write):
    load(write(REGION))
    region = model("partners.Region").objects.get()
    region.name_en = "The North"
    region.save()

    reports = load(write(REGION.replace('"North"', '"Far North"').replace("Nord", "Septentrion")))

    region.refresh_from_db()
    assert (region.name_en, region.name_fr) == ("The North", "Septentrion")
    assert counts(reports) == {"region": (0, 1, 0, 1)}


def test_an_editor_s_list_is_kept(write):
    folder = write(REGION + PARTNER + PLAN + ACTIONS + ACTIVITY)
    load(folder)
    activity = model("activities.Activity").objects.get()
    activity.actions.clear()

    load(folder)

    assert activity.actions.count() == 0


def test_overwrite_replaces_an_editor_s_change(write):
    folder = write(REGION)
    load(folder)
    model("partners.Region").objects.update(name_en="The North")

    load(folder, overwrite=True)

    assert model("partners.Region").objects.get().name_en == "North"


def test_a_row_whose_key_an_editor_changed_is_not_made_twice(write):
    folder = write(REGION)
    load(folder)
    model("partners.Region").objects.update(code="maghreb")

    load(folder)

    assert [one.code for one in model("partners.Region").objects.all()] == ["maghreb"]


def test_a_row_that_an_editor_deleted_stays_deleted(write):
    folder = write(REGION)
    load(folder)
    model("partners.Region").objects.all().delete()

    assert counts(load(folder)) == {"region": (0, 0, 1, 1)}
    assert counts(load(folder, overwrite=True)) == {"region": (1, 0, 0, 0)}


def test_a_row_that_was_there_before_is_taken_over_and_its_values_kept(write):
    model("partners.Region").objects.create(code="north", name_en="Here before", name_fr="Nord")

    reports = load(write(REGION))

    assert counts(reports) == {"region": (0, 0, 1, 2)}
    assert LoadedRow.objects.get().values == {"code": "north", "name_fr": "Nord"}


def test_rows_that_name_one_another_may_stand_in_any_order(write):
    part = (
        ACTIVITY.replace("ACT-1", "ACT-2")
        .replace('"one"', '"two"')
        .replace("[[activity]]", '[[activity]]\nparent = "ACT-1"')
    )

    load(write(REGION + PARTNER + PLAN + ACTIONS + part + ACTIVITY))

    assert model("activities.Activity").objects.get(code="ACT-2").parent.code == "ACT-1"


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        (
            PARTNER.replace('"north"', '"south"'),
            "[[partner]] no. 1 (MA)",
            "“region” there is no [[region]] called “south”",
        ),
        (
            PARTNER.replace('"state"', '"planet"'),
            "[[partner]] no. 1 (MA)",
            "“kind” Value 'planet' is not a valid choice.",
        ),
        (PARTNER.replace("kind", "sort_of"), "[[partner]] no. 1 (MA)", "“sort_of” is not a field of [[partner]]"),
        (
            PARTNER.replace("name_fr", "name"),
            "[[partner]] no. 1 (MA)",
            "“name” is given in each language: name_en, name_fr",
        ),
        (
            PARTNER.replace('"state"', '["state"]'),
            "[[partner]] no. 1 (MA)",
            "“kind” is a list, and this field takes one value",
        ),
        (PARTNER.replace('code = "MA"\n', ""), "[[partner]] no. 1 ()", "“code” is missing"),
        (PARTNER + PARTNER, "[[partner]] no. 2 (MA)", "stands in the files already"),
        (PLAN.replace('"2022-12-14"', '"yesterday"'), "[[plan]] no. 1 (cadiz)", "“valid_from”"),
        (
            PLAN.replace('"2022-12-14"', '"2022-12-14"\nvalid_to = "2021-01-01"'),
            "[[plan]] no. 1",
            "The end lies before",
        ),
        (ACTIVITY.replace('["MA"]', '"MA"').replace("actions", "#"), "[[activity]] no. 1", "“co_chairs” takes a list"),
        (
            ACTIVITY.replace("co_chairs", "#").replace("cadiz/3-4", "rome/1"),
            "[[activity]] no. 1",
            "“actions” there is no",
        ),
        (
            ACTIVITY.replace("co_chairs", "#").replace("actions", "#") + 'parent = "ACT-9"',
            "[[activity]] no. 1",
            "ACT-9",
        ),
        ("[[unheard]]\nname = 1", "sample.toml", "[[unheard]] is not a table of the portal"),
        ("[[region", "sample.toml", "cannot be read"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_changed(write, wrong, place, words):
    folder = write(REGION, "a.toml")
    write(PARTNER.replace("MA", "ZZ"), "b.toml")

    with pytest.raises(ContentError) as caught:
        load(write(wrong))

    lines = [line for line in caught.value.lines if place in line and words in line]
    assert lines, caught.value.lines
    assert all(line.startswith(f"{folder.name}/sample.toml") for line in lines)
    assert not model("partners.Region").objects.exists()
    assert not LoadedRow.objects.exists()


def test_a_row_and_all_findings_of_its_table_are_told_at_once(write):
    wrong = PARTNER.replace("kind", "sort_of") + PARTNER.replace("MA", "ES").replace("region", "country")

    with pytest.raises(ContentError) as caught:
        load(write(REGION + wrong))

    assert len(caught.value.lines) == 2


def test_command_tells_each_table_and_what_was_kept(write, capsys):
    folder = write(REGION)
    call_command("load_content", str(folder))
    model("partners.Region").objects.update(name_en="The North")
    call_command("load_content", str(folder), verbosity=2)

    told = capsys.readouterr().out.splitlines()

    assert told[0].split() == ["region", "1", "created", "0", "updated", "0", "unchanged", "0", "kept"]
    assert told[-1].endswith("sample.toml, [[region]] no. 1 (north): name_en")


def test_command_names_the_folder_or_the_row_that_is_wrong(write, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("load_content", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_content", str(write("[[region]]")))


def test_content_of_the_portal_loads_twice(capsys):
    call_command("load_content")
    first = capsys.readouterr().out
    call_command("load_content", verbosity=2)

    assert "created" in first
    assert all(
        line.split()[1] == "0" == line.split()[3] == line.split()[7] for line in capsys.readouterr().out.splitlines()
    )
