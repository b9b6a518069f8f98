"""The checks say what failed, and browser tests that must run are counted."""

import sys

import pytest

from portal.tools import browser, check

pytest_plugins = ["pytester"]


def test_a_check_says_its_name_and_time_and_shows_output_only_when_it_fails(capsys):
    chosen = [
        check.Check("good", (sys.executable, "-c", "print('quiet')")),
        check.Check("bad", (sys.executable, "-c", "raise SystemExit('loud')")),
        check.Check("after", (sys.executable, "-c", "")),
    ]

    assert check.run_checks(chosen) == ["bad"]
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [["good", "ok"], ["bad", "FAILED"], ["loud"], ["after", "ok"]]


@pytest.mark.parametrize(
    ("long", "has_browser", "expression"),
    [(False, True, "not long"), (False, False, "not long and not browser"), (True, True, "long")],
)
def test_selection_leaves_out_what_does_not_run(long, has_browser, expression):
    assert check.selection(long=long, browser=has_browser) == expression


def test_an_unknown_database_is_refused():
    with pytest.raises(check.NoPostgres, match="oracle"), check.database({"DB": "oracle"}):
        pass


def test_sqlite_is_the_default():
    with check.database({}) as server:
        assert server == check.SQLITE


def test_chromium_is_the_one_that_is_named_else_found(tmp_path, monkeypatch):
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.LOCATION, raising=False)

    assert browser.find_chromium() == str(program)
    monkeypatch.setenv(browser.LOCATION, str(tmp_path / "nowhere"))
    assert browser.find_chromium() is None


@pytest.fixture
def project_of_two_tests(pytester, monkeypatch):
    """Another project, with a browser test and a plain one, that can load our plugin."""
    monkeypatch.setenv("PYTHONPATH", str(check.ROOT))
    pytester.makeini("[pytest]\nmarkers = browser")
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.browser\ndef test_page():\n    pass\n\ndef test_plain():\n    pass\n"
    )
    return pytester


@pytest.mark.parametrize(
    ("required", "selected", "passes", "workers"),
    [
        ("1", "browser", True, 0),
        ("1", "not browser", False, 0),
        ("0", "not browser", True, 0),
        ("1", "browser", True, 1),
    ],
)
def test_required_browser_tests_must_have_run(project_of_two_tests, monkeypatch, required, selected, passes, workers):
    monkeypatch.setenv(browser.REQUIRED, required)

    result = project_of_two_tests.runpytest_subprocess(
        "-p", "portal.tools.browser", "-p", "no:django", "-n", str(workers), "-m", selected
    )

    assert (result.ret == 0) is passes
    assert ("browser tests that ran: 1" in result.outlines) is (required == "1" and passes)


def test_a_skipped_browser_test_has_not_run(project_of_two_tests, monkeypatch):
    monkeypatch.setenv(browser.REQUIRED, "1")
    project_of_two_tests.makepyfile("import pytest\n\n@pytest.mark.browser\ndef test_page():\n    pytest.skip('no')\n")

    result = project_of_two_tests.runpytest_subprocess("-p", "portal.tools.browser", "-p", "no:django")

    assert result.ret == 1
    assert "browser tests that ran: 0" in result.outlines
