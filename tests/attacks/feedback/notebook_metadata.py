"""Hides markup in metadata that pages are made of: title, authors, languages, lexers, widgets, tags, names of cells.

Deserves: 2 points.
Side effect: script.
"""

BREAK = "\"'></title></style></script><script>'{name}'</script><img src=x onerror='{name}'>"


def hand_in(nb, folder):
    state = {"state": {"</script><script>'{name}'//": {"model_name": BREAK}}, "version_major": 2, "version_minor": 0}
    nb.metadata.update(
        title=BREAK,
        authors=[{"name": BREAK}],
        date=BREAK,
        lang=BREAK,
        language_info={
            "name": BREAK,
            "pygments_lexer": BREAK,
            "codemirror_mode": BREAK,
            "mimetype": BREAK,
            "file_extension": BREAK,
            "version": BREAK,
            "nbconvert_exporter": BREAK,
        },
        widgets={"application/vnd.jupyter.widget-state+json": state},
        kernelspec={"name": BREAK, "display_name": BREAK, "language": BREAK},
        celltoolbar=BREAK,
        toc={"title_cell": BREAK},
        nbgrader={"notebook": BREAK, "student": BREAK, "comment": BREAK},
    )
    for cell in nb.cells:
        cell.metadata.update(
            tags=["x-{name}", "'onclick='{name}"], name=BREAK, slideshow={"slide_type": BREAK}, id=BREAK
        )
        cell.metadata["magics_language"] = BREAK
        cell.metadata["comment"] = cell.metadata["autograder"] = {"outcome": BREAK, "message": BREAK}
