"""Hands in text cells with markup, links that run, attachments that are no images, and raw cells that become pages.

Deserves: 2 points.
Side effect: script.
"""

import nbformat

TEXTS = [
    "<script>'{name}'</script>\n\n<img src=x onerror=\"'{name}'\">\n\n<iframe src='//127.0.0.1/{name}'></iframe>",
    "[link](javascript:'{name}') [link]( data:text/html,{name} ) <javascript:'{name}'> ![x](http://127.0.0.1/{name})",
    "![\"onerror=\"'{name}'](x \"' onerror='{name}'\") [x]: javascript:'{name}'\n\n[x]",
    "# <a name='{name}' onclick='{name}'>title</a>\n\n## \" onclick=\"'{name}'\n\n<details ontoggle='{name}' open>",
    "```{name}\" onclick=\"'{name}'\n</code></pre><script>'{name}'</script>\n```\n\n`</code><script>'{name}'</script>`",
    "$$\\href{javascript:'{name}'}{x}$$ $</span><script>'{name}'</script>$ \\begin{a}<script>'{name}'</script>\\end{a}",
    "<style>@import '//127.0.0.1/{name}.css'; body {{ background: url(//127.0.0.1/{name}) }}</style>",
    "| a |\n|---|\n| <svg onload='{name}'> |\n\n[^1]\n\n[^1]: <script>'{name}'</script>\n\n<!-- --!><script>'{name}'</script>",
    "![a](attachment:a.png) ![b](attachment:b.svg) ![c](attachment:c)",
]
FILES = {
    "a.png": {"image/png\"'><script>'{name}'</script>": "x"},
    "b.svg": {"image/svg+xml": "PHN2Zy8+\"><script>'{name}'</script>"},
    "c": {"text/html": "<script>'{name}'</script>"},
}


def hand_in(nb, folder):
    for text in TEXTS:
        cell = nbformat.v4.new_markdown_cell(text)
        cell["attachments"] = FILES
        nb.cells.append(cell)
    for kind in ("text/html", "text/markdown", "text/x-python", "", "text/latex", "text/restructuredtext"):
        metadata = {"format": kind, "raw_mimetype": kind}
        nb.cells.append(nbformat.v4.new_raw_cell(TEXTS[0], metadata=metadata))
