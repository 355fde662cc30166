"""Formulas of Markdown cells as MathML, which browsers show without a script."""

import re
from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert

from autograder.texts import inert_math

MAX_FORMULA = 4000  # characters; a longer one is shown as it was written
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
TAGS = frozenset(
    "math menclose merror mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover".split()
)
ATTRIBUTES = frozenset(
    "accent columnalign columnlines columnspacing depth display displaystyle fence form height largeop linethickness "
    "lspace mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace "
    "scriptlevel separator stretchy symmetric voffset width".split()
)
ElementTree.register_namespace("", NAMESPACE[1:-1])


def mathml(formula: str, block: bool) -> str:
    r"""A formula as HTML: MathML, or the TeX itself where it cannot be translated.

    Args:
        formula: TeX without its dollar signs; students may have written it.
        block: on a line of its own.
    """
    try:
        if len(formula) > MAX_FORMULA:
            raise ValueError
        tree = ElementTree.fromstring(convert(inert_math(formula), display="block" if block else "inline"))
        if not all(map(_is_harmless, tree.iter())):
            raise ValueError
        return ElementTree.tostring(tree, encoding="unicode")
    except Exception:  # the library has no common error for what is no TeX
        shown = re.sub(r"\s+", " ", formula.strip())
        return f'<code class="tex">{escape(shown)}</code>'


def _is_harmless(element: ElementTree.Element) -> bool:
    """Whether an element is one of mathematics, without what could style, link or run."""
    return element.tag.removeprefix(NAMESPACE) in TAGS and set(element.attrib) <= ATTRIBUTES
