"""What there is to export: the graded submissions of some or all assignments of a course."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Assignment, Course
from autograder.errors import CourseError
from autograder.gradebook import open_gradebook
from autograder.graded import GradedSubmission, read_graded
from autograder.recorded import Student


@dataclass(frozen=True)
class GradedClass:
    """The class in one assignment.

    Attributes:
        assignment: which.
        submissions: that are exported, by student id.
        waiting: ids of the students of whose work a person has yet to see something.
    """

    assignment: Assignment
    submissions: tuple[GradedSubmission, ...]
    waiting: tuple[str, ...]

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(e.points for n in self.assignment.notebooks for e in n.exercises)


def read_classes(course: Course, names: Sequence[str] = (), finished_only: bool = False) -> list[GradedClass]:
    """Reads what was graded.

    Args:
        course: whose.
        names: of assignments; none for all that were graded.
        finished_only: leave out the submissions that wait for a person.

    Raises:
        CourseError: nothing was graded, or nothing of an assignment in `names`.
    """
    classes = []
    for name in list(dict.fromkeys(names)) or graded_assignments(course):
        assignment = course.assignment(name)
        submissions = read_graded(course, assignment)
        waiting = tuple(s.student.id for s in submissions if s.waits)
        kept = tuple(s for s in submissions if not (finished_only and s.waits))
        classes.append(GradedClass(assignment, kept, waiting))
    return classes


def graded_assignments(course: Course) -> list[str]:
    """Names of the assignments of which a submission was graded.

    Raises:
        CourseError: there is none.
    """
    with open_gradebook(course) as gradebook:
        graded = {row.name for row in gradebook.assignments if row.num_submissions}
    names = [name for name in course.assignments() if name in graded]
    if not names:
        raise CourseError("Nothing was graded yet: run `autograder grade ASSIGNMENT`, then this again.")
    return names


def students(classes: Sequence[GradedClass]) -> dict[str, tuple[Student, dict[str, GradedSubmission]]]:
    """Student id → the student, and what was graded by the name of the assignment; ordered by id."""
    found: dict[str, tuple[Student, dict[str, GradedSubmission]]] = {}
    for each in classes:
        for submission in each.submissions:
            _, graded = found.setdefault(submission.student.id, (submission.student, {}))
            graded[each.assignment.name] = submission
    return dict(sorted(found.items()))


def listed(names: Sequence[str], most: int = 5) -> str:
    """A few names for a sentence."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
