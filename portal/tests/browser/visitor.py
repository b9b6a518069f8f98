"""A person at a browser: goes to addresses, signs in, and notes everything a page should not do."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

from apps.accounts.tests.factories import PASSWORD, code_of_app

# The rule on the size of targets is off by default; all others stay as the tool delivers them.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
AXE = Axe()
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .slice(0, 4)
    .map((element) => `${element.outerHTML.slice(0, 80)} to ${Math.round(element.getBoundingClientRect().right)} px`);
}"""


class Visitor:
    """One tab of one browser context. `faults` gathers console errors, policy reports, foreign and failed requests."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.faults: list[str] = []
        self._expected = 200
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def go(self, path: str, status: int = 200) -> "Visitor":
        """Open an address of the portal and see that it answers with this status."""
        self._expected = status
        response = self.page.goto(f"{self.base}{path}")
        assert response.status == status, f"{path} answered {response.status}, not {status}"
        return self

    def sign_in(self, address: str, button: str) -> None:
        """Fill the sign-in form that is shown, and send it by the button of that name; give a code where asked."""
        self.page.fill("[name=login]", address)
        self.page.fill("[name=password]", PASSWORD)
        self.press(button)
        if self.page.locator("main [name=code]").count():
            self.page.fill("[name=code]", code_of_app())
            self.press(button)

    def press(self, name: str, within: str = "main, #content") -> None:
        """Press the button or follow the link of exactly this name."""
        place = self.page.locator(within).first
        button = place.get_by_role("button", name=name, exact=True)
        target = button.or_(place.get_by_role("link", name=name, exact=True)).filter(visible=True)
        self.follow(target.first)

    def follow(self, target: Locator) -> None:
        """Press what leads to another page, and wait until that page stands."""
        with self.page.expect_navigation():
            target.click()

    def reads(self, text: str) -> bool:
        """Whether this text can be seen on the page."""
        return self.page.get_by_text(text).filter(visible=True).count() > 0

    @property
    def path(self) -> str:
        """The address without the server's name."""
        return self.page.url.removeprefix(self.base)

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands: rule, and the first elements that break it."""
        found = AXE.run(self.page, options=AXE_OPTIONS).response["violations"]
        return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]

    def sideways(self, width: int = 320, height: int = 256) -> list[str]:
        """What makes the page scroll sideways in a window of this size, which is 1280 px at 400 %."""
        self.page.set_viewport_size({"width": width, "height": height})
        return self.page.evaluate(SIDEWAYS)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.path}: {fault}")

    def _heard(self, message: ConsoleMessage) -> None:
        is_own_status = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type in ("error", "warning") and not is_own_status:
            self._note(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self._note(f"asks another origin: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400) and not (is_page and response.status == self._expected):
            self._note(f"{response.status} for {response.url}")


OpenVisitor = Callable[..., Visitor]
Options = dict[str, Any]
