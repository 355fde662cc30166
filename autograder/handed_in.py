"""What pytest must know of submissions before it looks at them: it would run files that a student handed in.

It reads the configuration files and runs the ``conftest.py`` of the folders it is given, on this machine and outside
the sandbox.
"""

from pathlib import Path

# Files of a submission that pytest would obey, or run, before anything is collected.
OBEYED = ("conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml",
          "pyproject.toml", "tox.ini", "setup.cfg")  # fmt: skip
OBEYED_REFUSED = (
    "{path} was handed in by a student, and pytest would obey it on this machine, outside the sandbox. "
    "Give pytest the whole folder and choose with -k: pytest {submitted} -k {student}"
)


def submitted_folder(path: Path) -> Path | None:
    """The ``submitted/`` folder of a course that `path` is in; None where it is in none."""
    for folder in path.parents:
        if folder.name == "submitted" and (folder.parent / "source").is_dir():
            return folder
    return None


def refuse_obeyed(path: Path) -> str | None:
    """What to tell someone who gives pytest a submission with a file that pytest would obey; None where all is well.

    Args:
        path: a file or folder that pytest is given; absolute.
    """
    for folder in (path, *path.parents, *path.glob("test*")):
        submitted = submitted_folder(folder)
        if submitted is None or len(folder.relative_to(submitted).parts) < 2:
            continue
        for file in (folder / name for name in OBEYED):
            if file.is_file():
                student = folder.relative_to(submitted).parts[0]
                return OBEYED_REFUSED.format(path=file, submitted=submitted, student=student)
    return None
