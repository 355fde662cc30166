"""Raises errors whose names, messages, source lines and colors are markup, where a visible test shows them.

Deserves: 1 points, as it fails one of the exercises that it could solve.
Side effect: script.
"""

import nbformat

BREAK = "</pre></div><script>'{name}'</script><img src=x onerror='{name}'>"
RAISES = r"""
BREAK = "</pre></div><script>'{name}'</script><img src=x onerror='{name}'>"
Error = type(BREAK, (Exception,), {"__module__": BREAK})
LINK = "\x1b]8;;javascript:'{name}'\x07link\x1b]8;;\x07\x1b[38;5;1\"onclick='{name}'m\x1b[31m"

def trouble(x="</pre><script>'{name}'</script>"):  # </pre><script>'{name}'</script>
    raise Error(LINK + BREAK)

"""


def hand_in(nb, folder):
    for cell in nb.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id == "before":
            cell.source = RAISES + "def before(x): trouble()"
        if grade_id == "text":
            cell.source = RAISES + "guess = Error\nclass numbers(Error): pass\nnumbers.__qualname__ = BREAK"
        if grade_id == "after":
            cell.source = "def after(x): return x + 2"
    code = nbformat.v4.new_code_cell
    nb.cells += [code(RAISES + "trouble()"), code("%%javascript\nalert('{name}')"), code(f"%%html\n{BREAK}")]
    nb.cells.append(code(f"# {BREAK}\nprint('''{BREAK}''') ; '''{BREAK}''' {BREAK}"))
