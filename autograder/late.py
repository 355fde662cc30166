"""What coming late costs: asked of the plugin that the course names, as nbgrader's AssignLatePenalties asks it."""

import math
import traceback
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties
from traitlets import TraitError
from traitlets.config import Config

from autograder.errors import CourseError, GraderError

WRONG_POLICY = (
    "The late policy {name} failed for {student}, who was {seconds:.0f} s late: {why}. "
    "Nothing of this submission was recorded: correct c.AssignLatePenalties or the policy, and grade again."
)


class LatePolicy:
    """nbgrader's late policy, or the LateSubmissionPlugin of the course.

    Args:
        config: the course's; ``c.AssignLatePenalties.plugin_class`` is the plugin's class or import string.

    Raises:
        CourseError: that class is not there, is no plugin, or cannot be made.
    """

    def __init__(self, config: Config) -> None:
        """Makes the plugin, once for all submissions."""
        try:
            self._step = AssignLatePenalties(config=config)
            self._step.init_plugin()
        except (Exception, SystemExit) as error:
            why = str(error) if isinstance(error, TraitError) else _describe(error)
            raise CourseError(f"c.AssignLatePenalties.plugin_class in course_config.py: {why}") from error

    def penalty(self, row: Any, student: str, seconds: float) -> float | None:
        """Points that a notebook loses for coming late, at least 0 and at most its score; None where it loses none.

        Args:
            row: nbgrader's SubmittedNotebook, with its score.
            student: student id.
            seconds: how late it came.

        Raises:
            GraderError: the plugin fails, or says something that is no number.
        """
        plugin = self._step.plugin_inst
        try:
            penalty = plugin.late_submission_penalty(student, row.score, seconds)
            if penalty is None:
                return None
            if not math.isfinite(penalty := float(penalty)):
                raise ValueError(f"the penalty is {penalty}")
            return float(self._step._check_late_penalty(row, penalty))
        except (Exception, SystemExit) as error:
            name = f"{type(plugin).__module__}.{type(plugin).__qualname__}"
            raise GraderError(
                WRONG_POLICY.format(name=name, student=student, seconds=seconds, why=_describe(error))
            ) from error


def _describe(error: BaseException) -> str:
    """An error in one line, with the place in the file that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.filename}, line {last.lineno})"
