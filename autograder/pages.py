"""What the pages of feedback and reports have in common: templates, and a notebook's cells as inert HTML."""

import base64
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import jinja2
from markupsafe import Markup, escape
from nbconvert.filters import ansi2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.inert import clean_html, page_markdown
from autograder.mathml import mathml

# Nothing of a page runs, and nothing is asked of another machine.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
MAX_CODE = 50_000  # characters; a longer cell is shown without colors
SAME_CELLS = 2000  # the instructor's cells are the same for all students: they are rendered once
PICTURES = ("image/png", "image/jpeg", "image/gif")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@cache
def templates() -> jinja2.Environment:
    """The environment of all pages; whatever is put into one is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(policy=POLICY, code_styles=code_styles())
    environment.filters.update(points=points, markdown=markdown_html, code=code_html)
    return environment


def points(number: float) -> str:
    """Points for people: 7, 7.5, 7.33."""
    return f"{round(number, 2):g}"


def code_styles() -> Markup:
    """The CSS of highlighted code, for light and dark screens."""
    light = HtmlFormatter(style="friendly", nobackground=True).get_style_defs(".code")
    dark = HtmlFormatter(style="github-dark", nobackground=True).get_style_defs(".code")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")


@lru_cache(SAME_CELLS)
def code_html(source: str) -> Markup:
    """Python code with colors."""
    if len(source) > MAX_CODE:
        return Markup(f'<div class="code"><pre>{escape(source)}</pre></div>')
    return Markup(highlight(source, PythonLexer(stripnl=False), HtmlFormatter(cssclass="code")))


def markdown_html(source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
    """Markdown as HTML of harmless tags, formulas as MathML."""
    return Markup(page_markdown(source, attachments)) if attachments else _plain_markdown(source)


@lru_cache(SAME_CELLS)
def _plain_markdown(source: str) -> Markup:
    return Markup(page_markdown(source))


def output_html(output: Mapping[str, Any]) -> Markup:
    """One output of a cell, in the richest form that a page without scripts can show."""
    match output:
        case {"output_type": "stream", "text": text}:
            return _text(_joined(text), "stderr" if output.get("name") == "stderr" else "stdout")
        case {"output_type": "error", "traceback": list(lines)}:
            return _text("\n".join(map(str, lines)), "error")
        case {"data": dict(data)}:
            return _data(data)
    return Markup("")


def _data(data: Mapping[str, Any]) -> Markup:
    """A display or a result."""
    texts = {mime: _joined(text) for mime, text in data.items()}
    if svg := texts.get("image/svg+xml"):  # in an img, none of its scripts runs and none of its links is followed
        return _picture("image/svg+xml", base64.b64encode(svg.encode()).decode())
    for mime in PICTURES:
        if mime in texts and BASE64.fullmatch(texts[mime]):
            return _picture(mime, texts[mime])
    if "text/html" in texts:
        return Markup(f'<div class="rich">{clean_html(texts["text/html"])}</div>')
    if "text/markdown" in texts:
        return Markup(f'<div class="rich">{page_markdown(texts["text/markdown"])}</div>')
    if "text/latex" in texts:
        return Markup(f"<div>{mathml(texts['text/latex'].strip().strip('$'), block=True)}</div>")
    return _text(texts.get("text/plain", ""), "result")


def _picture(mime: str, data: str) -> Markup:
    return Markup(f'<img alt="Figure drawn by this cell" src="data:{mime};base64,{escape(data)}">')


def _text(text: str, kind: str) -> Markup:
    """Text of a terminal, its colors kept."""
    return Markup(f'<pre class="{kind}" tabindex="0">{ansi2html(text)}</pre>')


def _joined(text: Any) -> str:
    """A text of a notebook, which may be a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)
