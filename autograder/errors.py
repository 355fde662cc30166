"""What can go wrong, told apart by whose fault it is.

::

    AutograderError            every error of this package; its message says what to do next
    ├── SetupError             the machine or the course is not set up: stop before grading
    │   ├── CourseError        course_config.py or source/ is missing something or contradicts itself
    │   └── IsolationError     this kernel refuses a layer of the sandbox
    ├── SubmissionError        one student's files cannot be read: costs nobody else
    ├── StudentError           the student's code failed a test or raised across the wall
    │   ├── CallTimeout        it ran longer than the cell may take
    │   └── SandboxDied        its process is gone (os._exit, a signal, out of memory)
    └── GraderError            a test or the late policy is wrong: never 0, never full, left for a person
"""


class AutograderError(Exception):
    """Base of all errors of this package."""


class SetupError(AutograderError):
    """The machine or the course is not set up; the message names the setting."""


class CourseError(SetupError):
    """The course's own files are missing something or contradict themselves."""


class IsolationError(SetupError):
    """This kernel refuses a layer of the sandbox."""


class SubmissionError(AutograderError):
    """A student's files cannot be read; all other submissions are graded."""


class StudentError(AutograderError):
    """The student's code raised, or is not there, when a test asked for it."""


class CallTimeout(StudentError):
    """The student's code ran longer than its cell may take."""


class SandboxDied(StudentError):
    """The student's process is gone."""


class GraderError(AutograderError):
    """A test cell, or the late policy, is itself wrong; its grade is left for a person."""
