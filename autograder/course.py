"""What ``source/`` and ``course_config.py`` say: the course, its assignments, their exercises."""

import glob
import logging
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograder.errors import CourseError, SubmissionError
from autograder.importing import make_importable
from autograder.limits import Limits
from autograder.settings import Autograder, course_secret

if TYPE_CHECKING:
    from autograder.prepared import Prepared

__all__ = [
    "Assignment",
    "Autograder",
    "Course",
    "Exercise",
    "Limits",
    "SourceNotebook",
    "Submission",
    "load_course",
]

# Never part of what students get, nor of what their work is graded with.
ANSWER_FOLDERS = ("wrong_answers", "right_answers")
MAX_TIMESTAMP = 1000  # bytes


@dataclass(frozen=True)
class Exercise:
    """One graded cell of a source notebook.

    Attributes:
        grade_id: nbgrader's name of the graded cell.
        title: of the header above it, for people; the grade_id where there is none.
        points: what it is worth.
        manual: a person grades it.
        solution_id: grade_id of the solution cell it follows; None where there is none.
    """

    grade_id: str
    title: str
    points: float
    manual: bool
    solution_id: str | None


@dataclass(frozen=True)
class SourceNotebook:
    """An instructor's notebook: solutions and hidden tests in it.

    Attributes:
        name: without ``.ipynb``; nbgrader's notebook id.
        path: where it is.
        cells: nbformat cells in the current nbformat version, metadata schema 3.
        released: what `release` makes of each cell, by grade_id (source text).
        exercises: its graded cells in order.
        checksums: nbgrader's checksum of each cell by grade_id; of a solution cell, that of its stub.
        metadata: of the notebook (kernelspec and the like).
        student: the whole notebook as students get it, before ``{{repository}}`` is filled in.
        hidden: the delimiters of hidden tests (nbgrader's ClearHiddenTests).
    """

    name: str
    path: Path
    cells: tuple[Any, ...]
    released: dict[str, str]
    exercises: tuple[Exercise, ...]
    checksums: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    student: Any = None
    hidden: tuple[str, str] = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The instructor's text of each cell that nbgrader knows, solutions and hidden tests included, by grade_id."""
        known = (c for c in self.cells if "grade_id" in c.metadata.get("nbgrader", {}))
        return {c.metadata.nbgrader.grade_id: c.source for c in known}

    @cached_property
    def prepared(self) -> "Prepared":
        """Its names and compiled tests. Asked for in the run itself, they travel to every grader."""
        from autograder.prepared import prepare  # pytest, which not every command needs

        return prepare(self)


@dataclass(frozen=True)
class Assignment:
    """One assignment: a folder of ``source/``.

    Attributes:
        name: nbgrader's assignment id.
        folder: where its source notebooks and the instructor's files are.
        notebooks: its source notebooks by name.
        limits: of every cell that `cell_limits` does not name.
        cell_limits: by grade_id, for the few cells that need other ones.
    """

    name: str
    folder: Path
    notebooks: tuple[SourceNotebook, ...]
    limits: Limits
    cell_limits: dict[str, Limits] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """One student's folder of one assignment, as it was collected."""

    student: str
    assignment: str
    folder: Path


@dataclass(frozen=True)
class Course:
    """A folder laid out as nbgrader has it, and its settings.

    Attributes:
        root: the course folder (nbgrader's ``CourseDirectory.root``).
        config: all of nbgrader_config.py, for nbgrader's own classes.
        course_id: nbgrader's name of the course; may be empty.
        db_url: SQLAlchemy URL of the gradebook.
        settings: this package's part of the configuration.
    """

    root: Path
    config: Config = field(compare=False)
    course_id: str
    db_url: str
    settings: Autograder = field(compare=False)

    @cached_property
    def directory(self) -> Any:
        """The CourseDirectory of this course."""
        return _directory(self.config, self.root)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one step ("source", "submitted"…), by the course's directory structure.

        Args:
            step: name of the trait without ``_directory``.
            student: student id; "." for source and release.
            assignment: assignment name.
        """
        folder = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(self.directory.format_path(folder, student, assignment)))

    def assignments(self) -> tuple[str, ...]:
        """Names of the folders of ``source/`` that hold a notebook."""
        found = self._folders("source", ".", "*")
        return tuple(sorted({name for _, name, folder in found if any(folder.glob("*.ipynb"))}))

    def assignment(self, name: str) -> Assignment:
        """Reads an assignment's source notebooks.

        Raises:
            CourseError: it is missing, or a notebook of it cannot be released as it is.
        """
        # These two modules need each other's records; nbgrader (1 s) is only loaded where it is used.
        from autograder.source import read_source

        if not name.strip(".") or re.search(r"[*?\[\]/\\+]", name) or not self.path("source", ".", name).is_dir():
            known = ", ".join(self.assignments()) or "none"
            raise CourseError(f"No assignment {name!r} in {self.path('source', '.', '')}: there are {known}.")
        folder = self.path("source", ".", name)
        paths = sorted(folder.glob("*.ipynb"))
        if not paths:
            raise CourseError(f"{folder} holds no notebook (*.ipynb): write one or remove the folder.")
        notebooks = tuple(read_source(self, name, path) for path in paths)
        return Assignment(name, folder, notebooks, *self.limits(name))

    def limits(self, assignment: str) -> tuple[Limits, dict[str, Limits]]:
        """The limits of an assignment's cells, and those of the cells that need other ones, by grade_id.

        Raises:
            CourseError: one of them is none.
        """
        base = (self.settings.limits, self.settings.assignment_limits.get(assignment, {}))
        cells = {
            key.split("/", 1)[1]: Limits.of(*base, own, setting=f"Autograder.cell_limits[{key!r}]")
            for key, own in self.settings.cell_limits.items()
            if key.startswith(f"{assignment}/")
        }
        return Limits.of(*base, setting="Autograder.limits / assignment_limits"), cells

    def files(self, assignment: str) -> tuple[Path, ...]:
        """The instructor's files beside the source notebooks, below ``Assignment.folder``."""
        from nbgrader.utils import find_all_files

        exclude = [*self.directory.ignore, "*.ipynb", *ANSWER_FOLDERS]
        folder = self.path("source", ".", assignment)
        return tuple(sorted(Path(name) for name in find_all_files(str(folder), exclude)))

    def submissions(self, assignment: str, students: Iterable[str] | None = None) -> tuple[Submission, ...]:
        """What was collected for an assignment, by student.

        Args:
            assignment: its name.
            students: only these; None for all but ``CourseDirectory.student_id_exclude``.

        Raises:
            CourseError: a student in `students` has submitted nothing.
        """
        found = {s: folder for s, _, folder in self._folders("submitted", "*", glob.escape(assignment))}
        excluded = set(filter(None, self.directory.student_id_exclude.split(",")))
        wanted = sorted(set(found) - excluded) if students is None else list(dict.fromkeys(students))
        if missing := [s for s in wanted if s not in found]:
            raise CourseError(
                f"No submission of {assignment} by {', '.join(missing)}: "
                f"looked for {self.path('submitted', missing[0], assignment)}."
            )
        return tuple(Submission(s, assignment, found[s]) for s in wanted)

    def timestamp(self, folder: Path) -> datetime | None:
        """When a submission was handed in, in UTC, as its timestamp.txt says; None where there is none.

        Raises:
            SubmissionError: it is no date.
        """
        path = folder / "timestamp.txt"
        try:
            status = path.lstat()
        except FileNotFoundError:
            return None
        try:
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_TIMESTAMP:
                raise ValueError
            found: datetime | None = self.directory.get_existing_timestamp(str(folder))
        except (AttributeError, ValueError, OverflowError, OSError) as error:  # nbgrader's own message of it is broken
            raise SubmissionError(f"{path} is no date: correct or delete it.") from error
        return found

    def secret(self) -> bytes:
        """32 random bytes that only this course has; made on first use, mode 0600.

        Raises:
            CourseError: the file is there but is no such secret, or cannot be made.
        """
        return course_secret(self.root / (self.settings.secret_file or ".autograder/secret"))

    def _folders(self, step: str, student: str, assignment: str) -> list[tuple[str, str, Path]]:
        """(student, assignment, folder) of all folders that match two globs."""
        folder = getattr(self.directory, f"{step}_directory")
        structure = self.directory.directory_structure
        pattern = structure.format(nbgrader_step=glob.escape(folder), student_id=student, assignment_id=assignment)
        parts = {
            "nbgrader_step": re.escape(folder),
            "student_id": "(?P<s>[^/]+)",
            "assignment_id": "(?P<a>[^/]+)",
        }
        split = re.split(r"\{(nbgrader_step|student_id|assignment_id)\}", structure)
        regex = "".join(parts[p] if i % 2 else re.escape(p) for i, p in enumerate(split))
        found = []
        for name in glob.glob(pattern, root_dir=self.root):  # noqa: PTH207  # Path.glob escapes differently
            if (match := re.fullmatch(regex, name)) and (self.root / name).is_dir():
                folder_path = Path(os.path.normpath(self.root / name))
                found.append((match["s"], match["a"], folder_path))
        return found


def load_course(course_dir: Path) -> Course:
    """Reads ``nbgrader_config.py`` of a course folder through nbgrader's own machinery.

    A folder without one is a course with nbgrader's defaults.

    Raises:
        CourseError: no such folder, or its configuration raises or holds a value of the wrong kind.
    """
    root = Path(course_dir).resolve()
    if not root.is_dir():
        raise CourseError(f"No course folder {root}: give the folder that holds source/ with --course-dir.")
    from jupyter_core.application import JupyterApp
    from nbgrader.apps.baseapp import NbGrader

    make_importable(root)
    try:
        app = NbGrader()
        app.log_level = logging.ERROR
        app.raise_config_file_errors = True
        # The folder we happen to be in is another course's: its configuration must not take part.
        app.load_cwd_config = False
        app.load_config_file(suppress_errors=False)
        super(JupyterApp, app).load_config_file("nbgrader_config", path=str(root))
        _resolve_late_policy(app.config)
        directory = _directory(app.config, root)
        settings = Autograder(config=app.config)
        return Course(Path(directory.root), app.config, directory.course_id, directory.db_url, settings)
    except (Exception, SystemExit) as error:
        raise CourseError(f"The configuration of {root} does not load: {type(error).__name__}: {error}") from error


def _resolve_late_policy(config: Config) -> None:
    """Replaces the late policy's import string by its class, while modules beside the configuration are this course's.

    Raises:
        ImportError: it is not there.
    """
    policy = config.AssignLatePenalties.get("plugin_class") if "AssignLatePenalties" in config else None
    if isinstance(policy, str):
        try:
            config.AssignLatePenalties.plugin_class = import_item(policy)
        except ImportError as error:
            raise ImportError(f"c.AssignLatePenalties.plugin_class = {policy!r}: {error}") from error


def _directory(config: Config, root: Path) -> Any:
    """The CourseDirectory; a root in the configuration wins, relative to the course folder."""
    from nbgrader.coursedir import CourseDirectory

    configured = str(config.CourseDirectory.get("root", "")) if "CourseDirectory" in config else ""
    return CourseDirectory(config=config, root=str((root / configured).resolve()))
