"""Has the grader's own sentences carry markup: class names, missing names, files, what ended the process.

Deserves: 1 or 2 points, as it ends its own process.
Side effect: script.
"""

import os

BREAK = "<script>'{name}'</script><img src=x onerror='{name}'>"
kinds = [type(BREAK, (object,), {"__module__": BREAK}), type("<svg onload='{name}'>", (), {}), type(BREAK, (str,), {})]
for path in (BREAK.replace("/", "_"), "'onclick='{name}"):
    try:
        with open(path, "w") as file:
            file.write(BREAK)
    except OSError:
        pass
asked = []


def guess():
    asked.append(1)
    if len(asked) == 3:
        raise OSError(2, BREAK, BREAK)
    if len(asked) == 4:
        raise NameError(BREAK, name=BREAK)
    return kinds[len(asked) % 3]()


def numbers():
    if len(asked) % 2:
        raise type(BREAK, (AssertionError,), {})(BREAK)
    asked.append(1)
    os.write(2, BREAK.encode())
    return [kinds[0](), BREAK, kinds[2](BREAK)]


guess.__name__ = guess.__qualname__ = BREAK
print(BREAK)
