"""Which PostgreSQL the tests run on, and that a throw-away one leaves nothing behind."""

import re
from pathlib import Path

import psycopg
import pytest

from portal.tools import postgres


def test_a_named_database_comes_first():
    named = "postgres://somebody@elsewhere/there"

    with postgres.server_for_tests({"TEST_DATABASE_URL": named}) as server:
        assert server.variables == {"DATABASE_URL": named}


def test_where_no_server_answers_there_is_no_local_one(tmp_path):
    assert postgres.local_server({"PGHOST": str(tmp_path)}) is None


def test_without_server_and_programs_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "find_programs", lambda: None)

    with (
        pytest.raises(postgres.NoPostgres, match="TEST_DATABASE_URL"),
        postgres.server_for_tests({"PGHOST": str(tmp_path)}),
    ):
        pass


def test_programs_are_found_on_the_path_and_in_the_newest_usual_place(tmp_path):
    for version in ("9", "15", "16"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").write_text("#!/bin/sh\n")
        (folder / "initdb").chmod(0o755)
    places = (f"{tmp_path}/*/bin",)

    assert postgres.find_programs(path=str(tmp_path / "9" / "bin"), places=places) == tmp_path / "9" / "bin"
    assert postgres.find_programs(path=str(tmp_path), places=places) == tmp_path / "16" / "bin"
    assert postgres.find_programs(path=str(tmp_path), places=()) is None


def fail_on_a_throw_away_server(seen):
    """Ask a throw-away server two things, note its folder and the answers in `seen`, then fail."""
    with postgres.throw_away_server() as server:
        seen["description"] = server.description
        seen["folder"] = server.variables["PGHOST"]
        with psycopg.connect("postgres:///postgres", host=seen["folder"], user="portal") as connection:
            seen["answers"] = connection.execute("SELECT upper('é'), current_setting('fsync')").fetchone()
        raise ZeroDivisionError


def test_a_throw_away_cluster_answers_and_is_removed_even_on_failure():
    seen = {}
    has_programs = postgres.find_programs() is not None

    with pytest.raises(ZeroDivisionError if has_programs else postgres.NoPostgres):
        fail_on_a_throw_away_server(seen)

    if has_programs:
        assert re.fullmatch(r"PostgreSQL \d+(\.\d+)? \(throw-away cluster\)", seen["description"])
        assert seen["answers"] == ("É", "off")
        assert not Path(seen["folder"]).exists()
