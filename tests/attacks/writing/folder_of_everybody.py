"""Leaves a file in the folder that everybody on this machine may write to, by path, link and rename.

Deserves: 2 points.
Side effect: file.
"""

import os
import shutil

FOLDER, NAME = "{shared}", "{name}"
with open(NAME, "w") as file:
    file.write("was here")
os.symlink(FOLDER, "shared-link")
attempts = [
    lambda: shutil.copy(NAME, f"{FOLDER}/{NAME}-copied"),
    lambda: shutil.copy(NAME, f"shared-link/{NAME}-linked"),
    lambda: shutil.copy(NAME, f"/proc/1/root{FOLDER}/{NAME}-root"),
    lambda: shutil.copy(NAME, f"/proc/{os.getppid()}/root{FOLDER}/{NAME}-parent"),
    lambda: os.link(NAME, f"{FOLDER}/{NAME}-hard"),
    lambda: os.rename(NAME, f"{FOLDER}/{NAME}-renamed"),
    lambda: os.mkfifo(f"{FOLDER}/{NAME}-fifo"),
    lambda: os.makedirs(f"{FOLDER}/{NAME}-folder"),
    lambda: os.system(f"touch {FOLDER}/{NAME}-shell; cd {FOLDER} && touch {NAME}-cd"),
]


def guess():
    for attempt in attempts:
        try:
            attempt()
        except OSError:
            pass
    return "wrong"


numbers = guess
