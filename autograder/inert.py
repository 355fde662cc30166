"""Makes what students wrote inert in the pages that people look at: nothing of it runs, nothing is fetched.

nbconvert's ``HTMLExporter.sanitize_html`` cleans outputs, but nbgrader's own pages show Markdown as it is.
``course_config.py`` names `clean_markdown` as the exporter's filter, for feedback and formgrader alike.
"""

import re
from collections.abc import Mapping
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

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
    renderer = _Renderer(escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(inert_math(source))
    clean: str = bleach.clean(html, tags=TAGS, attributes=_is_harmless, protocols={"http", "https", "mailto", "data"})
    return clean


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
