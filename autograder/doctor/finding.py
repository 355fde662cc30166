"""What a check is given, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.errors import AutograderError

if TYPE_CHECKING:  # nbgrader, which they import, takes seconds, and may itself be what is wrong
    from autograder.course import Course
    from autograder.session import Session

UNKNOWN = "This check itself failed. Report it with the text in the table."


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        found: a few words.
        state: a problem stops grading or spoils grades; a warning may be meant so.
        advice: what to do, in sentences; empty where all is well.
        name: of the check.
    """

    found: str
    state: State = State.OK
    advice: str = ""
    name: str = ""


@dataclass(frozen=True)
class Place:
    """What is looked at.

    Attributes:
        folder: of the course, if there is one.
        seen: what the checks before have found, by name.
    """

    folder: Path
    seen: dict[str, Finding] = field(default_factory=dict)

    @cached_property
    def course(self) -> "Course":
        """The course.

        Raises:
            CourseError: it does not load.
        """
        from autograder.course import load_course

        return load_course(self.folder)

    @cached_property
    def session(self) -> "Session":
        """A run over this course that has not begun: it knows the number of workers."""
        from autograder.session import Session

        return Session(self.course)

    def setting(self, name: str, otherwise: str) -> str:
        """One of the course's settings, or `otherwise` where the course does not load."""
        try:
            return str(getattr(self.course.settings, name))
        except Exception:  # another check says why
            return otherwise

    def demand(self, *names: str) -> None:
        """Makes sure that other checks found no problem.

        Raises:
            Skipped: one did.
        """
        for name in names:
            if name in self.seen and self.seen[name].state is State.PROBLEM:
                raise Skipped(name)


Check: TypeAlias = Callable[[Place], Finding]


class Skipped(Exception):
    """A check makes no sense before what another one found is put right."""


def safely(check: Check, place: Place) -> Finding:
    """What a check finds, or why it finds nothing."""
    try:
        return check(place)
    except Skipped as error:
        return Finding(f"not tried: see {error}", State.WARNING)
    except AutograderError as error:  # these say what to do
        return Finding("see below", State.PROBLEM, str(error))
    except Exception as error:
        return Finding(f"{type(error).__name__}: {error}", State.PROBLEM, UNKNOWN)
