"""Says where Chromium is, and sees to it that browser tests which must run did run."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LOCATION, REQUIRED = "PORTAL_CHROMIUM", "PORTAL_REQUIRE_BROWSER"


def find_chromium() -> str | None:
    """The browser's program: what PORTAL_CHROMIUM says, else the first of the usual names on the PATH."""
    named = os.environ.get(LOCATION)
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def is_required() -> bool:
    """Whether the run must fail when no browser test ran."""
    return os.environ.get(REQUIRED) == "1"


class BrowserCount:
    """A plugin of the test runner that counts the browser tests that ran, and fails the run where there was none."""

    def __init__(self):
        self.ran = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a browser test whose body ran, passed or failed."""
        if report.when == "call" and "browser" in report.keywords and not report.skipped:
            self.ran += 1

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run in which none ran; a worker sees but a part of it, and does not judge."""
        if not self.ran and not hasattr(session.config, "workerinput"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many ran, above the closing line."""
        terminalreporter.write_line(f"browser tests that ran: {self.ran}", red=not self.ran)


def pytest_configure(config: pytest.Config) -> None:
    """Count only where it is required."""
    if is_required() and not config.option.collectonly:
        config.pluginmanager.register(BrowserCount(), "browser-count")
