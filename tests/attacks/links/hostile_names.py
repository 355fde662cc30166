"""Attaches files whose names break lines, go up, are no text, look like options, or are as long as names can be.

Deserves: 2 points.
Side effect: file.
"""

import os


def hand_in(nb, folder):
    names = ["a\nb.txt", "..\\..\\up.txt", "...", "-rf", "--help", "~", "$(touch {name})", "`id`;x", "x" * 250]
    names += [
        "\x1b[2J.txt",
        "con",
        "%s%n{0}",
        " ",
        "\u202eypbi.txt",
        "nul\x01",
        "work.ipynb.txt",
        ".env",
        "__init__.py",
    ]
    for name in names:
        (folder / name).write_text("x")
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "w") as file:
        file.write("no text")
    deep = folder.joinpath(*["d" * 40] * 30)
    deep.mkdir(parents=True)
    (deep / "file.txt").write_text("deep")
