"""Writes ``autograded/``: what formgrader shows and feedback is made of."""

import contextlib
import shutil
from pathlib import Path

from nbgrader.converters import Autograde

from autograder.course import Course
from autograder.keys import attached_files
from autograder.results import SubmissionResult
from autograder.scratch import Scratch


def write_autograded(course: Course, result: SubmissionResult) -> Path:
    """Replaces a student's ``autograded/`` folder: their files, the instructor's over them, the notebooks."""
    target = course.path("autograded", result.student, result.assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    converter = Autograde(coursedir=course.directory, config=course.config)
    with Scratch(f".{target.name}.draft-", target.parent) as draft:
        build = draft / "new"
        build.mkdir()
        _copy_files(course, result, build, converter.exclude_overwriting.get(result.assignment, []))
        for notebook in result.notebooks:
            if notebook.executed is not None:
                (build / f"{notebook.notebook}.ipynb").write_text(notebook.executed, encoding="utf-8")
        mode = int(str(converter.permissions), 8)
        for path in build.rglob("*"):
            path.chmod(mode if path.is_file() else 0o755)
        if target.exists():
            target.rename(draft / "old")
        build.rename(target)
    converter.set_permissions(result.assignment, result.student)
    return target


def _copy_files(course: Course, result: SubmissionResult, build: Path, excluded: list[str]) -> None:
    """The instructor's files, then the student's where nothing stands in their way."""
    source = course.path("source", ".", result.assignment)
    for path in course.files(result.assignment):
        name = path.relative_to(source)
        if name.as_posix() not in excluded:
            (build / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, build / name)
    submitted = course.path("submitted", result.student, result.assignment)
    theirs = attached_files(submitted, course.directory.ignore)
    if course.timestamp(submitted):
        theirs["timestamp.txt"] = submitted / "timestamp.txt"
    for relative, path in theirs.items():
        # A student's folder may have the name of an instructor's file, or be unreadable.
        with contextlib.suppress(OSError):
            (build / relative).parent.mkdir(parents=True, exist_ok=True)
            if not (build / relative).exists():
                shutil.copyfile(path, build / relative)
