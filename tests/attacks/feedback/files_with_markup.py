"""Brings files whose names are markup, and pages that stand beside the feedback.

Deserves: 2 points.
Side effect: script.
"""

PAGE = "<script>'{name}'</script>"
NAMES = [
    "<img src=x onerror='{name}'>",
    "'onclick='{name}'.txt",
    "work.html",
    "feedback.html",
    "index.html",
    "custom.css",
]
NAMES += ["\u202ehtml.krow", "work.ipynb.html", "%3Cscript%3E{name}.txt", "static/custom.js", "a\nb.txt"]


def hand_in(nb, folder):
    for name in NAMES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(PAGE)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "text":
            cell.source = "from IPython.display import FileLink, FileLinks, IFrame, Image, display\n"
            cell.source += "display(FileLinks('.'), FileLink('work.html'), IFrame('work.html?{name}', 9, 9))\n"
            cell.source += "display(Image(url='//127.0.0.1/{name}'), Image(b'{name}', format='png', alt='\">{name}'))\n"
            cell.source += "def guess(): return 'wrong'\ndef numbers(): return [0.0] * 3"
