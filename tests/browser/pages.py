"""A notebook in JupyterLab, in the words of who works with it."""

from jupyter_servers import Jupyter
from playwright.sync_api import Locator, Page, expect


class NotebookPage:
    """An open notebook, its kernel ready.

    Args:
        page: of the browser.
        jupyter: where it is opened.
        path: of the notebook, below the server's root.
    """

    def __init__(self, page: Page, jupyter: Jupyter, path: str) -> None:
        self.page = page
        page.goto(jupyter.address(f"doc/tree/{path}"))
        # The toolbar's circle says "idle" before there is a kernel, too; the status bar waits for one.
        expect(page.locator("#jp-main-statusbar")).to_contain_text("(ipykernel) | Idle")

    def cell(self, text: str) -> Locator:
        """The one cell whose source says this."""
        return self.page.locator(".jp-Notebook .jp-Cell").filter(has=self.page.locator(".jp-InputArea", has_text=text))

    def write(self, text: str, source: str) -> None:
        """Replaces the source of the code cell that says `text`."""
        self.cell(text).locator(".cm-content").click()
        self._replace(source)

    def write_markdown(self, text: str, source: str) -> None:
        """Replaces a text, and shows it as students read it."""
        cell = self.cell(text)
        cell.locator(".jp-RenderedMarkdown").dblclick()
        cell.locator(".cm-content").click()
        self._replace(source)
        self.page.keyboard.press("Shift+Enter")

    def _replace(self, source: str) -> None:
        """Replaces what the cursor is in; at once, as an editor that completes brackets would add to what is typed."""
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run_all(self) -> None:
        """Runs all cells, up to the first that fails."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def validate(self) -> Locator:
        """Presses nbgrader's button; gives what it answers."""
        self.page.get_by_role("button", name="Validate").click()
        answer = self.page.locator("#validation-message")
        expect(answer).to_be_visible()
        return answer

    def close_answer(self) -> None:
        """Has read what the button answered."""
        self.page.get_by_role("button", name="Ok", exact=True).click()
        expect(self.page.locator("#validation-message")).to_be_hidden()
