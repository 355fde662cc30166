"""Makes what students wrote inert in the pages that people look at: nothing of it runs, nothing is fetched.

nbconvert's ``HTMLExporter.sanitize_html`` cleans outputs, but nbgrader's own pages show Markdown as it is.
``course_config.py`` names `clean_markdown` as the exporter's filter, for feedback and formgrader alike.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from autograder.mathml import mathml
from autograder.texts import inert_math

TAGS = frozenset(
    "a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s "
    "samp small span strike strong sub summary sup table tbody td th thead tr u ul".split()
)
ATTRIBUTES = {"a": ("title",), "img": ("alt", "title", "width", "height")}
EVERYWHERE = ("class", "align")
LINK = re.compile(r"(https?://|mailto:|#).*", re.IGNORECASE | re.DOTALL)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")


@pass_context
def clean_markdown(context: Mapping[str, Any], source: str) -> str:
    """A Markdown cell as HTML of harmless tags, with its attached pictures; a drop-in for nbconvert's filter.

    Args:
        context: jinja's, with the ``cell`` that is rendered.
        source: Markdown.
    """
    cell = context.get("cell") or {}
    return clean_html(_render(_Renderer, inert_math(source), cell.get("attachments", {})))


def page_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """The same for pages without scripts: formulas become MathML.

    Args:
        source: Markdown.
        attachments: of the cell.
    """
    formulas: dict[str, str] = {}
    html = clean_html(_render(partial(_MathRenderer, formulas), source, attachments or {}))
    return re.sub("|".join(formulas), lambda match: formulas[match[0]], html) if formulas else html


def clean_html(html: str) -> str:
    """HTML of a student, of harmless tags only."""
    clean: str = bleach.clean(html, tags=TAGS, attributes=_is_harmless, protocols={"http", "https", "mailto", "data"})
    return clean


def _render(renderer: Callable[..., IPythonRenderer], source: str, attachments: Mapping[str, Any]) -> str:
    """Markdown as HTML that is not yet clean."""
    made = renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    html: str = MarkdownWithMath(renderer=made).render(source)
    return html


def _is_harmless(tag: str, name: str, value: str) -> bool:
    """Whether a tag may keep an attribute. A picture elsewhere would tell who looks, and when."""
    if (tag, name) == ("img", "src"):
        return PICTURE.fullmatch(value) is not None
    if (tag, name) == ("a", "href"):
        return LINK.fullmatch(value.strip()) is not None
    return name in ATTRIBUTES.get(tag, ()) or name in EVERYWHERE


class _Renderer(IPythonRenderer):
    """nbconvert's, but an attachment that an editor lost does not cost the page."""

    def _embed_image_or_attachment(self, url: str) -> str:
        try:
            embedded: str = super()._embed_image_or_attachment(url)
        except InvalidNotebook:
            return url
        return embedded


class _MathRenderer(_Renderer):
    """Leaves a word in the place of each formula that nobody can foresee: what is cleaned would lose MathML."""

    def __init__(self, formulas: dict[str, str], **options: Any) -> None:
        """A renderer that puts word → MathML into `formulas`."""
        super().__init__(**options)
        self._formulas = formulas

    def _formula(self, body: str, block: bool) -> str:
        word = f"formula{secrets.token_hex(8)}"
        self._formulas[word] = mathml(body, block)
        return word

    def block_math(self, body: str) -> str:
        return self._formula(body, block=True)

    def inline_math(self, body: str) -> str:
        return self._formula(body, block=False)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture that is part of the notebook; of one elsewhere, which is not fetched, its words."""
        if PICTURE.fullmatch(self._embed_image_or_attachment(url)):
            return super().image(text, url, title)
        return self.escape_html(re.sub(r"<[^>]*>", "", text))

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)
