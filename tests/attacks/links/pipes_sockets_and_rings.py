"""Attaches pipes, sockets and rings of links and folders: whoever opens or follows them never comes back.

Deserves: 2 points.
Side effect: neighbors.
"""

import os
import socket


def hand_in(nb, folder):
    os.mkfifo(folder / "data.csv")
    os.mkfifo(folder / "conftest.py")
    here = os.getcwd()
    try:
        os.chdir(folder)  # a socket's path may be 107 bytes long
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("model.pt")
    finally:
        os.chdir(here)
    (folder / "ring").mkdir()
    (folder / "ring" / "ring").symlink_to("../ring")
    (folder / "self").symlink_to(".")
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    (folder / "zeros.bin").symlink_to("/dev/zero")
    (folder / "terminal").symlink_to("/dev/tty")
