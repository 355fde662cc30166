"""The zip that Gradescope makes an autograder of: this package, one assignment, and two scripts.

Nothing of the course's gradebook, secret, submissions or answers is in it, and of its configuration only what grading
this assignment needs: whoever gets at the zip reads the hidden tests, and no more.
"""

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from packaging.requirements import Requirement
from traitlets.utils.importstring import import_item

import autograder
from autograder.course import Assignment, Course, load_course
from autograder.errors import CourseError, SetupError
from autograder.exports.gradescope.results import failed_json
from autograder.keys import assignment_digest

PACKAGE = Path(autograder.__file__).parent
SCRIPTS = ("setup.sh", "run_autograder")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
# Another machine's, or chosen when the zip is built.
NOT_TAKEN = ("secret_file", "isolation", "device", "workers", "gpu_slots", "assignments")
NOT_FINISHED = (
    "run_autograder ended early (exit status STATUS): out of memory (choose a larger container), or setup.sh did not "
    "come to its end (see the build's log)."
)
NOT_INSTALLED = "The installed versions of {name}'s dependencies cannot be found: install it with pip, then try again."
NOT_PORTABLE = (
    "{assignment} cannot be taken to Gradescope: without the rest of the course it reads differently ({why}). Its "
    "steps of generate_assignment may use nothing but files beside the notebooks, and plain values of the settings."
)


def build_zip(course: Course, name: str, isolation: str, visibility: str, index_url: str = "") -> bytes:
    """Makes the zip.

    Args:
        course: whose assignment.
        name: of the assignment.
        isolation: ``namespaces``, or ``none``: students' code then runs beside the hidden tests.
        visibility: of test results to students, Gradescope's word.
        index_url: of a package index to look into beside pip's own, such as one of PyTorch's smaller builds for CPUs.

    Raises:
        CourseError: there is no such assignment, or it needs more of the course than the zip takes along.
        SetupError: this package is not installed.
    """
    assignment = course.assignment(name)
    settings = {"assignment": name, "isolation": isolation, "visibility": visibility}
    with tempfile.TemporaryDirectory(prefix="gradescope-") as made:
        root = Path(made)
        shutil.copytree(PACKAGE, root / "autograder", ignore=LEFT_OUT)
        for script in SCRIPTS:
            shutil.copyfile(PACKAGE / "exports" / "gradescope" / script, root / script)
        _write_course(course, assignment, root / "course")
        pins = pinned_versions()
        direct = {requirement.name for requirement in _requirements(autograder.__name__, "")}
        texts = {
            "gradescope.json": json.dumps(settings),
            "failed.json": json.dumps(failed_json(NOT_FINISHED)),
            "pip.conf": f"[global]\nextra-index-url = {index_url}\n" if index_url else "",
            "requirements.txt": "".join(f"{name}\n" for name in sorted(direct)),
            "constraints.txt": "".join(f"{name}=={version}\n" for name, version in sorted(pins.items())),
        }
        for file, text in texts.items():
            (root / file).write_text(text)
        return _zipped(root)


def pinned_versions() -> dict[str, str]:
    """The versions, as installed here, of all that this package needs; without those of builds ("+cu130").

    Raises:
        SetupError: something of it is not installed.
    """
    pins: dict[str, str] = {}
    waiting, seen = [(autograder.__name__, "")], set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for requirement in _requirements(name, extra):
            waiting += [(requirement.name, each) for each in ("", *requirement.extras)]
            pins[requirement.name] = _distribution(requirement.name).version.partition("+")[0]
    return pins


def _requirements(name: str, extra: str) -> Iterator[Requirement]:
    """What an installed package needs here."""
    for line in _distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def _distribution(name: str) -> Any:
    """An installed package.

    Raises:
        SetupError: it is not.
    """
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise SetupError(NOT_INSTALLED.format(name=name)) from error


def _write_course(course: Course, assignment: Assignment, root: Path) -> None:
    """Writes a course of one assignment.

    Raises:
        CourseError: it is not the same any more.
    """
    folder = root / "source" / assignment.name
    for path in (*(source.path for source in assignment.notebooks), *course.files(assignment.name)):
        target = folder / path.relative_to(assignment.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    try:
        (root / "nbgrader_config.json").write_text(json.dumps(_settings(course), indent=1))
        taken = load_course(root)
        same = _digest(taken, taken.assignment(assignment.name)) == _digest(course, assignment)
    except (CourseError, TypeError) as error:
        raise CourseError(NOT_PORTABLE.format(assignment=assignment.name, why=error)) from error
    if not same:
        raise CourseError(NOT_PORTABLE.format(assignment=assignment.name, why="its cells or limits differ"))


def _settings(course: Course) -> dict[str, Any]:
    """The configuration of grading one assignment, in nbgrader's form; never a password of the gradebook's."""
    ours = {name: getattr(course.settings, name) for name in course.settings.trait_names(config=True)}
    converter = GenerateAssignment(coursedir=course.directory, config=course.config)
    steps = [import_item(step) if isinstance(step, str) else step for step in converter.preprocessors]
    names = {kind.__name__ for step in steps for kind in step.__mro__}
    sections = {name: dict(course.config[name]) for name in sorted(names) if name in course.config}
    return sections | {
        "Autograder": {name: value for name, value in ours.items() if name not in NOT_TAKEN},
        "CourseDirectory": {"ignore": list(course.directory.ignore)},
        "GenerateAssignment": {"preprocessors": [f"{step.__module__}.{step.__name__}" for step in steps]},
    }


def _digest(course: Course, assignment: Assignment) -> str:
    """Of all that results depend on."""
    files = {p.relative_to(assignment.folder).as_posix(): p.read_bytes() for p in course.files(assignment.name)}
    return assignment_digest(assignment, files)


def _zipped(root: Path) -> bytes:
    """A folder as a zip, its files at the top, as Gradescope wants them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(root).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if path.parent == root and path.name in SCRIPTS else 0o644) << 16
                archive.writestr(entry, path.read_bytes())
    return out.getvalue()
