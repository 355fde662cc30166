"""One run over a class: which submissions to grade, on what, and which results are already there."""

import contextlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.capacity import core_count
from autograder.course import Assignment, Course, Submission
from autograder.data import mnist_root
from autograder.devices import find_devices
from autograder.engines.local import grade_all
from autograder.errors import SetupError, SubmissionError
from autograder.finding import find_notebooks
from autograder.jobs import Errors, Job
from autograder.keys import assignment_digests, attached_files, folder_hash, submission_key
from autograder.preflight import check_imports
from autograder.reading import read_submission
from autograder.results import NotebookResult, SubmissionResult
from autograder.sandbox.warm import Warm

UNREADABLE = "Its files cannot be read ({error}). Ask for them again, or remove what is odd about them."


@dataclass(frozen=True)
class Options:
    """What the command line may change of ``course_config.py``.

    Attributes:
        workers: submissions at a time; None as configured, 0 in this process.
        device: auto, cpu or cuda; None as configured.
        isolation: namespaces or none; None as configured.
        engine: local, or ray: then workers are those of each node.
        address: of the Ray cluster; None for the one that runs here, or a new one.
        force: grade what was graded before, too.
        figures: draw what cells plot; nobody looks at those of `verify`.
        keep_results: for later runs; `verify` grades answers that nobody handed in.
    """

    workers: int | None = None
    device: str | None = None
    isolation: str | None = None
    force: bool = False
    figures: bool = True
    keep_results: bool = True
    engine: str = "local"
    address: str | None = None


@dataclass(frozen=True)
class Batch:
    """What all submissions have in common that a run grades of one assignment.

    Attributes:
        assignment: the source.
        files: the instructor's, beside the source notebooks: relative path → content.
        digests: `assignment_digests` of both.
        only: notebooks to grade; None for all.
    """

    assignment: Assignment
    files: dict[str, bytes]
    digests: Mapping[str, str]
    only: tuple[str, ...] | None = None


class Session:
    """A run over submissions.

    Args:
        course: its settings and folders.
        options: what the command line changes.
        warm: a warm process that somebody else ends; None starts one when it is first needed.

    Raises:
        SetupError: a GPU is asked for and there is none.
    """

    def __init__(self, course: Course, options: Options | None = None, warm: Warm | None = None) -> None:
        options = options or Options()
        self.course, self.options = course, options
        settings = course.settings
        self.threads: int = settings.threads
        self._warm, self._own = warm, contextlib.ExitStack()
        self.devices = self._find_devices(options.device or settings.device)
        self.device = self.devices[0].partition(":")[0]
        self.isolation: str = options.isolation or settings.isolation
        configured = settings.workers or (
            max(1, int(core_count()) // self.threads)
            if self.device == "cpu"
            else settings.gpu_slots * len(self.devices)
        )
        self.workers = configured if options.workers is None else options.workers
        self.gpu_share = 1 / max(1, math.ceil(self.workers / len(self.devices)))
        self.errors = Errors()  # with 0 workers: what ended each test of the submission at hand
        self.in_progress: set[str] = set()  # students being graded now

    def _find_devices(self, wanted: str) -> tuple[str, ...]:
        """Where students' code runs: on this machine, or on the nodes of the cluster."""
        if self.options.engine == "local":
            return find_devices(wanted)
        try:
            from autograder.engines import ray
        except ImportError:
            raise SetupError(
                "The Ray engine needs Ray: run `pip install 'autograder[cluster]'` on every node."
            ) from None
        ray.connect(self.options.address)
        self._own.callback(ray.disconnect)
        return (ray.cluster_device(wanted),)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.errors.clear()
        self._own.close()

    @property
    def warm(self) -> Warm:
        """The warm process; started when it is first needed: not where nothing has changed."""
        if self._warm is None:
            self._warm = self._own.enter_context(Warm(mnist_root()))
        return self._warm

    def grade(
        self,
        assignment: Assignment,
        submissions: Iterable[Submission],
        only: tuple[str, ...] | None = None,
        cells: Mapping[str, frozenset[str] | None] | None = None,
    ) -> Iterator[SubmissionResult]:
        """Grades submissions of one assignment; gives each result as it arrives, kept ones first.

        Args:
            assignment: the source.
            submissions: what to grade.
            only: notebooks to grade; None for all.
            cells: student → grade_ids of the cells to run, for those who are not graded whole.

        Raises:
            SetupError: the instructor's own imports do not work in a sandbox.
            IsolationError: sandboxes cannot be isolated on this machine.
        """
        jobs: list[Job] = []
        batch = self.batch(assignment, only)
        for submission in submissions:
            found = self._look_at(batch, submission)
            if isinstance(found, Job):
                jobs.append(replace(found, cells=(cells or {}).get(submission.student)))
                if self.options.engine == "local":
                    _ = self.warm  # gets ready while the other submissions are read
                continue
            yield found
            if not found.error:
                self.mark_recorded(found)
        if not jobs:
            return
        for source in assignment.notebooks:
            _ = source.prepared  # made here, it is made once; torch is still being imported elsewhere
        for result in self._grade_all(jobs):
            self.in_progress.discard(result.student)
            keep = self.options.keep_results and not result.error and only is None
            if keep:
                self.keep(result)
            yield result
            if keep:
                self.mark_recorded(result)  # whoever asks for the next one has recorded this one
            self.errors.clear()

    def _look_at(self, batch: Batch, submission: Submission) -> Job | SubmissionResult:
        """What is left to do for a submission; or its result: of an earlier run, or that it cannot be read."""
        name = batch.assignment.name
        earlier = None if self.options.force or batch.only else self.earlier(name, submission.student)
        if earlier and self.is_unchanged(earlier, submission, batch.digests[""]):
            return earlier
        try:
            job = self.job(batch, submission)
        except Exception as error:  # whatever files of a student make a library raise, it costs nobody else
            why = str(error) if isinstance(error, SubmissionError) else UNREADABLE.format(error=repr(error)[:500])
            return SubmissionResult(submission.student, name, error=why)
        return earlier if earlier and earlier.key == job.key else replace(job, known=known_notebooks(earlier, job))

    def _grade_all(self, jobs: list[Job]) -> Iterator[SubmissionResult]:
        """Hands the jobs to the engine; gives their results as they arrive."""
        if self.options.engine == "ray":
            from autograder.engines import ray

            slots = self.options.workers or self.course.settings.workers
            return ray.grade_all(self._taken(jobs), len(jobs), self.device, slots, self.course.settings.gpu_slots)
        check_imports(jobs[0], self.warm)
        return grade_all(self._taken(jobs), self.warm, self.workers, self.devices, self.errors)

    def _taken(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """The jobs; each is in progress from the moment a worker takes it."""
        for job in jobs:
            self.in_progress.add(job.student)
            yield job

    def batch(self, assignment: Assignment, only: tuple[str, ...] | None = None) -> Batch:
        """What the submissions of an assignment have in common.

        Args:
            assignment: the source.
            only: notebooks to grade; None for all.
        """
        paths = self.course.files(assignment.name)
        files = {path.relative_to(assignment.folder).as_posix(): path.read_bytes() for path in paths}
        return Batch(assignment, files, assignment_digests(assignment, files), only)

    def job(self, batch: Batch, submission: Submission) -> Job:
        """What a grader needs to grade a submission.

        Raises:
            SubmissionError: a notebook of it cannot be read, or several could be meant.
        """
        assignment, digests = batch.assignment, batch.digests
        ignore = tuple(self.course.directory.ignore)
        files_of = find_notebooks(submission.folder, [n.name for n in assignment.notebooks], ignore)
        notebooks = {name: read_submission(found.path) if found else None for name, found in files_of.items()}
        attached = attached_files(submission.folder, ignore, assignment.limits.file_mb)
        settings = self.settings_key()
        key = submission_key(digests[""], notebooks, attached)
        keys = {n: f"{submission_key(digests[n], {n: nb}, attached)}-{settings}" for n, nb in notebooks.items()}
        self.course.timestamp(submission.folder)  # one that is no date is found now, not when all is graded
        return Job(
            assignment,
            submission.student,
            submission.folder,
            batch.files,
            self.course.secret(),
            ignore=ignore,
            device=self.devices[0],
            gpu_share=self.gpu_share,
            threads=self.threads,
            isolation=self.isolation,
            figures=self.options.figures,
            key=f"{key}-{settings}",
            files=self.files_key(submission, digests[""]),
            keys=keys,
            only=batch.only,
        )

    # --- results kept from earlier runs ----------------------------------------------------------------------------

    def result_path(self, assignment: str, student: str) -> Path:
        """Where a submission's result is kept once it is recorded."""
        return self.course.root / ".autograder" / "results" / assignment / f"{student}.json"

    def arrived_path(self, assignment: str, student: str) -> Path:
        """Where it is kept until then."""
        return self.result_path(assignment, student).with_suffix(".arrived")

    def settings_key(self) -> str:
        """What of this run's settings a result depends on."""
        return f"{self.device}-{self.threads}-{self.isolation}"

    def earlier(self, assignment: str, student: str) -> SubmissionResult | None:
        """The result of an earlier run, if there is one.

        It counts as `kept` if it is recorded, too: the run may have been killed before that.
        """
        arrived = self.arrived_path(assignment, student)
        recorded = not arrived.exists()
        path = self.result_path(assignment, student) if recorded else arrived
        try:
            return replace(SubmissionResult.from_json(path.read_text()), kept=recorded)
        except (OSError, ValueError, KeyError, TypeError):  # none, or cut off, or not one of this version
            return None

    def files_key(self, submission: Submission, digest: str) -> str:
        """Hash of a submission's files as they are, and of all else that its result depends on."""
        return f"{folder_hash(submission.folder)}-{digest}-{self.settings_key()}"

    def is_unchanged(self, earlier: SubmissionResult, submission: Submission, digest: str) -> bool:
        """Whether no file has changed since an earlier result: seen without reading the notebooks."""
        with contextlib.suppress(OSError):  # a file that cannot be read is reported where it is needed
            return earlier.files == self.files_key(submission, digest)
        return False

    def keep(self, result: SubmissionResult) -> None:
        """Keeps a result that is not yet recorded: a killed run resumes where it was."""
        path = self.arrived_path(result.assignment, result.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result.to_json())

    def mark_recorded(self, result: SubmissionResult) -> None:
        """Notes that a kept result is in the gradebook."""
        with contextlib.suppress(FileNotFoundError):  # it was so before
            path = self.arrived_path(result.assignment, result.student)
            path.replace(self.result_path(result.assignment, result.student))


def known_notebooks(earlier: SubmissionResult | None, job: Job) -> dict[str, NotebookResult]:
    """The notebooks of an earlier result that nothing has changed for, while something has for others."""
    notebooks = earlier.notebooks if earlier else ()
    return {n.notebook: n for n in notebooks if n.key and n.key == job.keys.get(n.notebook)}


def grade_one(course: Course, assignment: str, student: str, notebook: str) -> SubmissionResult:
    """Grades one notebook of one submission, for nbgrader's own commands and its web UI.

    Raises:
        SetupError: the course or the machine is not set up.
    """
    with Session(course, Options(workers=0)) as session:
        submission = course.submissions(assignment, [student])
        [result] = session.grade(course.assignment(assignment), submission, only=(notebook,))
        return result
