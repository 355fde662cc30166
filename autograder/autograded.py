"""Writes ``autograded/``: what formgrader shows and feedback is made of."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbgrader.converters import Autograde
from nbgrader.utils import find_all_files

from autograder.course import Course
from autograder.results import SubmissionResult

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type


def write_autograded(course: Course, result: SubmissionResult) -> Path:
    """Replaces a student's ``autograded/`` folder: their files, the instructor's over them, the notebooks."""
    target = course.path("autograded", result.student, result.assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    converter = Autograde(coursedir=course.directory, config=course.config)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as draft:
        build = Path(draft) / "new"
        build.mkdir()
        _copy_files(course, result, build, converter.exclude_overwriting.get(result.assignment, []))
        for notebook in result.notebooks:
            if notebook.executed is not None:
                nb = nbformat.from_dict(notebook.executed)
                text = nbformat.writes(nb, version=nbformat.NO_CONVERT)
                (build / f"{notebook.notebook}.ipynb").write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        mode = int(str(converter.permissions), 8)
        for path in build.rglob("*"):
            path.chmod(mode if path.is_file() else 0o755)
        if target.exists():
            target.rename(Path(draft) / "old")
        build.rename(target)
    converter.set_permissions(result.assignment, result.student)
    return target


def _copy_files(course: Course, result: SubmissionResult, build: Path, excluded: list[str]) -> None:
    """The student's files, then the instructor's; links are left out: they may point anywhere."""
    ignore = [*course.directory.ignore, "*.ipynb"]
    submitted = course.path("submitted", result.student, result.assignment)
    source = course.path("source", ".", result.assignment)
    theirs = [(Path(name), submitted) for name in find_all_files(str(submitted), ignore)]
    ours = [(p, source) for p in course.files(result.assignment) if p.relative_to(source).as_posix() not in excluded]
    for path, folder in theirs + ours:
        if (path.is_symlink() and folder is submitted) or not path.is_file():
            continue
        copy = build / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        shutil.copyfile(path, copy)
