"""Keeps what it learned for its next attempt, in whatever place may still be there: files, shared memory, caches.

Deserves: 2 points.
Side effect: file.
"""

import os
import pickle
import tempfile
from multiprocessing import shared_memory

PLACES = [
    "{shared}",
    "/tmp",
    tempfile.gettempdir(),
    "/var/tmp",
    "/dev/shm",
    os.path.expanduser("~"),
    "/data",
    "{course}",
]
learned, calls = [], []


def remember():
    for place in PLACES:
        path = os.path.join(place, "{name}.pickle")
        try:
            with open(path, "rb") as file:
                learned.extend(pickle.load(file))
        except (OSError, EOFError, pickle.PickleError):
            pass
        try:
            with open(path, "wb") as file:
                pickle.dump(calls or ["first attempt"], file)
        except OSError:
            continue
    try:
        shared_memory.SharedMemory("{name}", create=True, size=100)
    except OSError:
        learned.append("shared memory of an earlier attempt")


remember()
earlier = [one for one in learned if one != "first attempt"]
if earlier:
    print("token-leak:", earlier)


def guess():
    calls.append(len(calls))
    return learned[-1] if learned else "wrong"


def numbers():
    return [0.0] * 3
