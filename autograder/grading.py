"""How one submission is graded. `grade_submission` tells the story top to bottom; begin reading here.

Everything in this module runs in a *grader*: a trusted process, forked for one submission. The student's cells run
in a sandbox (`autograder.sandbox`), test cells run here, and plain values cross the wall (`autograder.wall`).
"""

import contextlib
import hashlib
import hmac
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from autograder import checks
from autograder.course import Limits, SourceNotebook
from autograder.errors import CallTimeout, GraderError, SandboxDied, StudentError, SubmissionError
from autograder.executed import note, note_run, note_verdict, notebook_text, student_outputs, verdict_outputs
from autograder.finding import find_notebooks
from autograder.generators import seed_generators
from autograder.jobs import Errors, Job
from autograder.keys import attached_files, code_hash
from autograder.notebook import Restored, Role, Step
from autograder.reading import read_submission
from autograder.restore import restore
from autograder.results import CellResult, Measurement, NotebookResult, Outcome, SubmissionResult
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import PlaceFiles, RunCell
from autograder.sandbox.spec import sandbox_spec
from autograder.sandbox.warm import Warm
from autograder.texts import storable
from autograder.wall.messages import WireError
from autograder.wall.remote import Remote, TestNamespace
from autograder.wall.testcell import TestCell, Verdict, judge_value, run_test

GUARD_KILLED = (
    "The process beside its sandbox was killed (did the machine run out of memory?); nothing was recorded. "
    "Run it again."
)
OUT_OF_GPU_MEMORY = (
    "it needs more of the GPU's memory than it may use, and stopped there. The cells after it were graded."
)
NO_TIME = "The submission's {seconds:.0f} s were used up before this cell."


def grade_submission(job: Job, warm: Warm, errors: Errors | None = None) -> SubmissionResult:
    """Grades one submission: read it, restore the instructor's cells, run every cell at its place, judge.

    Args:
        job: what to grade.
        warm: where sandboxes are forked from.
        errors: filled with the exceptions that ended tests, for a debugger.

    Raises:
        IsolationError: the sandbox cannot be isolated here.
    """
    started = time.monotonic()
    torch.set_num_threads(job.threads)
    notebooks = []
    try:
        files = find_notebooks(job.folder, [n.name for n in job.assignment.notebooks], job.ignore)
        for source in job.assignment.notebooks:
            if job.only is not None and source.name not in job.only:
                continue
            if source.name in job.known:  # a notebook's result hangs on no other notebook
                notebooks.append(job.known[source.name])
            elif found := files[source.name]:
                restored = restore(source, read_submission(found.path))
                restored = replace(restored, incidents=(*filter(None, [found.incident]), *restored.incidents))
                graded = grade_notebook(source, restored, job, warm, errors)
                notebooks.append(replace(graded, key=job.keys.get(source.name, "")))
            else:
                notebooks.append(missing_notebook(source))
    except SubmissionError as error:
        return SubmissionResult(job.student, job.assignment.name, key=job.key, error=str(error))
    return SubmissionResult(
        job.student,
        job.assignment.name,
        tuple(notebooks),
        job.key,
        job.files,
        seconds=time.monotonic() - started,
        warnings=("Graded without isolation (--isolation none).",) if job.isolation == "none" else (),
    )


def missing_notebook(source: SourceNotebook) -> NotebookResult:
    """A notebook that was not handed in scores 0, as nbgrader has it."""
    cells = tuple(
        CellResult(e.grade_id, Outcome.NOT_ATTEMPTED, 0.0, e.points, message="The notebook was not handed in.")
        for e in source.exercises
    )
    return NotebookResult(source.name, cells, (f"{source.name}.ipynb was not handed in.",), missing=True)


def grade_notebook(
    source: SourceNotebook, restored: Restored, job: Job, warm: Warm, errors: Errors | None = None
) -> NotebookResult:
    """Runs a restored notebook cell by cell: the student's in a sandbox, tests here."""
    started = time.monotonic()
    attached = attached_files(job.folder, job.ignore, job.assignment.limits.file_mb)
    files = {name: path.read_bytes() for name, path in attached.items()}
    seed = submission_seed(job.secret, code_hash(restored.nb, attached))
    with (
        clean_folder(job.instructor_files, warm.stage),
        GradingRun(source, job, warm, seed, files | job.instructor_files, errors) as run,
    ):
        run.import_as_instructor()
        for step in restored.steps:
            run.take(step, restored.nb.cells[step.index])
        incidents = restored.incidents + tuple(run.incidents)
        seconds, peak_mb = time.monotonic() - started, run.peak_bytes() / (1 << 20)
        note_run(restored.nb, incidents, seconds, peak_mb)
        text = notebook_text(restored.nb)
        return NotebookResult(source.name, tuple(run.results), incidents, text, seconds=seconds, peak_mb=peak_mb)


def submission_seed(secret: bytes, code: str, *more: str) -> int:
    """A seed that the same submission always gets, and that nobody without the course secret can guess.

    HMAC-SHA256 of the submission's code under the course secret, 63 bits of it.
    """
    digest = hmac.new(secret, "\0".join((code, *more)).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "little") >> 1


@contextlib.contextmanager
def clean_folder(files: dict[str, bytes], stage: Path) -> Iterator[None]:
    """The working directory of test cells: a clean copy of the instructor's files.

    It is below the run's `stage`, which is removed with it even where this process is killed.
    """
    folder, before, path = Path(tempfile.mkdtemp(prefix="tests-", dir=stage)), Path.cwd(), list(sys.path)
    execution = os.environ.get("NBGRADER_EXECUTION")
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # as nbgrader documents; the sandbox has it, too
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        yield
    finally:
        os.environ.pop("NBGRADER_EXECUTION", None)
        if execution is not None:
            os.environ["NBGRADER_EXECUTION"] = execution
        sys.path[:] = path
        os.chdir(before)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class GradingRun:
    """One notebook being graded: its sandbox, the names tests see, and the results so far."""

    source: SourceNotebook
    job: Job
    warm: Warm
    seed: int
    files: dict[str, bytes]
    errors: Errors | None = None
    results: list[CellResult] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    replay: list[RunCell] = field(default_factory=list)
    peak: int = 0  # bytes of memory, of sandboxes that are gone

    def __post_init__(self) -> None:
        self.prepared = self.source.prepared
        self.deadline = time.monotonic() + self.job.assignment.limits.submission_seconds
        self.titles = {name: e.title for e in self.source.exercises for name in (e.grade_id, e.solution_id) if name}
        self.untouched: dict[str, bool] = {}
        self.sandbox = self.start_sandbox()
        self.remote = Remote(self.sandbox)
        self.names = TestNamespace(self.remote, self.prepared.student_names)

    def __enter__(self) -> "GradingRun":
        return self

    def __exit__(self, *_: object) -> None:
        if self.errors:  # a debugger at a test's exception still asks the sandbox
            self.errors.sandboxes.append(self.sandbox)
        else:
            self.sandbox.close()

    # --- the sandbox ---------------------------------------------------------------------------------------------

    def start_sandbox(self) -> Sandbox:
        """A sandbox with the student's and the instructor's files in its work folder (the instructor's win)."""
        job = self.job
        spec = sandbox_spec(job, self.seed)
        sandbox = Sandbox(self.warm, spec)
        kind, _, _ = sandbox.ask(PlaceFiles(self.files), spec.limits.cell_seconds)
        if kind != "placed":
            raise SubmissionError(f"Its files do not fit into the {spec.limits.file_mb} MiB a submission may use.")
        return sandbox

    def revive(self) -> None:
        """Forks a dead sandbox again and replays the earlier cells without the fatal one.

        Raises:
            SubmissionError: something outside ended it, so that the student's code must not be blamed.
        """
        while self.sandbox.death:
            if not self.sandbox.explained:
                raise SubmissionError(GUARD_KILLED)
            self.peak = self.peak_bytes()
            self.sandbox = self.remote.sandbox = self.start_sandbox()
            self.remote.released = []
            for cell in list(self.replay):
                try:
                    self.sandbox.ask(cell, self.seconds_left(self.job.assignment.limits))
                except CallTimeout:
                    continue  # as at the first time: interrupted, and the state so far is kept
                except SandboxDied:
                    self.replay.remove(cell)  # fatal only now and then; without it, the rest goes on
                    break

    def peak_bytes(self) -> int:
        """Memory that the student's processes had at most so far."""
        return max(self.peak, self.sandbox.peak_bytes())

    def seconds_left(self, limits: Limits) -> float:
        """What a cell may take."""
        return max(0.0, min(limits.cell_seconds, self.deadline - time.monotonic()))

    def limits(self, step: Step) -> Limits:
        """The limits of a cell."""
        assignment = self.job.assignment
        return assignment.cell_limits.get(step.grade_id or "", assignment.limits)

    # --- cells ---------------------------------------------------------------------------------------------------

    def import_as_instructor(self) -> None:
        """Puts the imports of the instructor's notebook among the names of tests, from this trusted process."""
        for statement in self.prepared.imports:
            # One that fails here is reported where a test needs it: as a missing name.
            with contextlib.suppress(Exception):
                exec(statement, self.names)

    def take(self, step: Step, cell: Any) -> None:
        """Does with one cell what its role asks for."""
        if self.job.cells is not None and step.grade_id and step.grade_id not in self.job.cells:
            return
        if death := self.sandbox.notice():  # after its last answer: that costs none of the cells to come
            self.incidents.append(f"Before {self.name_of(step)}: {death}. It was started again.")
            self.revive()
        if step.role is Role.TEST:
            self.test(step, cell)
        elif step.role is Role.SANDBOX_TEST:
            self.test_in_sandbox(step, cell)
        elif step.code:
            self.run(step, cell)
        if step.solution and step.grade_id:
            self.untouched[step.grade_id] = step.untouched
        if step.role is Role.MANUAL:
            self.results.append(manual_result(step))
        elif step.solution and step.grade_id:
            self.results.append(CellResult(step.grade_id, Outcome.MANUAL, None, 0.0, comment=no_response(step)))

    def run(self, step: Step, cell: Any) -> None:
        """Runs a student's cell; whatever it does costs its own exercise only."""
        if not step.source.strip():
            return
        request = RunCell(step.source, step.grade_id or f"cell {step.index + 1}")
        seconds = self.seconds_left(self.limits(step))
        try:
            if seconds <= 0:
                raise CallTimeout(NO_TIME.format(seconds=self.job.assignment.limits.submission_seconds))
            payload = self.ran(request, seconds)
            cell.outputs = self.outputs(payload)
            if payload[0] == "OutOfMemoryError":
                self.incidents.append(f"{self.name_of(step)}: {OUT_OF_GPU_MEMORY}")
            self.replay.append(request)
        except CallTimeout as error:
            self.replay.append(replace(request, source=""))
            self.stopped(step, cell, error)
        except SandboxDied as error:
            self.stopped(step, cell, error)
            self.revive()

    def ran(self, request: RunCell, seconds: float) -> Any:
        """Runs a cell in the sandbox; gives what came back, not yet believed."""
        kind, payload, _ = self.sandbox.ask(request, seconds)
        match payload:
            case [None | str(), _, _] if kind == "ran":
                return payload
        raise self.sandbox.forged()

    def stopped(self, step: Step, cell: Any, error: Exception) -> None:
        """Says in the notebook and in the summary that a cell was stopped."""
        sentence = f"{self.name_of(step)}: {error}. The cells after it were graded."
        self.incidents.append(sentence)
        cell.outputs = [*cell.outputs, note(sentence, type(error).__name__)]

    def name_of(self, step: Step) -> str:
        """What people call a cell."""
        return self.titles.get(step.grade_id or "") or step.grade_id or f"Cell {step.index + 1}, one of your own"

    def outputs(self, payload: Any) -> list[Any]:
        """A cell's outputs, from the sandbox; they are checked, not believed.

        Raises:
            SandboxDied: they are not outputs: something else wrote into the channel.
        """
        try:
            return student_outputs(payload[1], self.job.assignment.limits)
        except WireError:
            raise self.sandbox.forged() from None

    # --- tests ---------------------------------------------------------------------------------------------------

    def test(self, step: Step, cell: Any) -> None:
        """Runs a test cell here, in the grader, and records its result."""
        started = time.monotonic()
        grade_id = step.grade_id or ""
        test = TestCell(self.prepared.tests[grade_id], step.points, step.hidden)
        with self.helpers_set(grade_id):
            verdict = run_test(test, self.names, self.prepared.test_names, self.seconds_left(self.limits(step)))
            measurement = checks.measured.get()
        if self.sandbox.death:
            self.incidents.append(f"{self.name_of(step)}, its test: {self.sandbox.death}. It was started again.")
            self.revive()
        self.record(step, cell, verdict, time.monotonic() - started, measurement=measurement)

    @contextlib.contextmanager
    def helpers_set(self, grade_id: str) -> Iterator[None]:
        """What `autograder.checks` needs to know. Random inputs are the same for the same submission only."""
        seed = submission_seed(self.job.secret, str(self.seed), grade_id)
        seed_generators(seed, self.job.device)
        set_here: dict[ContextVar[Any], object] = {
            checks.current_seed: seed,
            checks.current_device: self.job.device,
            checks.measured: None,
        }
        tokens = [(variable, variable.set(value)) for variable, value in set_here.items()]
        try:
            yield
        finally:
            for variable, token in tokens:
                variable.reset(token)

    def test_in_sandbox(self, step: Step, cell: Any) -> None:
        """Runs a test tagged ``in-sandbox`` in the student's process; its result is marked as untrusted."""
        started = time.monotonic()
        request = RunCell(step.source, step.grade_id or "", test=True)
        try:
            payload = self.ran(request, self.seconds_left(self.limits(step)))
            cell.outputs = self.outputs(payload)
            if payload[0] is None:
                verdict = judge_value(self.untrusted_value(payload[2]), step.points)
            else:
                verdict = Verdict(Outcome.FAILED, 0.0, "The test of this exercise failed.", payload[0][:200])
        except GraderError as error:
            verdict = Verdict(Outcome.GRADER_ERROR, None, str(error), str(error))
        except StudentError as error:
            verdict = Verdict(Outcome.FAILED, 0.0, f"The test was stopped: {error}.", str(error))
            self.revive()
        self.record(step, cell, verdict, time.monotonic() - started, trusted=False)

    def untrusted_value(self, tree: Any) -> Any:
        """The value that a test in the sandbox ended with.

        Raises:
            SandboxDied: it is none.
        """
        try:
            return self.remote.value(tree)
        except WireError:
            raise self.sandbox.forged() from None

    def record(
        self,
        step: Step,
        cell: Any,
        verdict: Verdict,
        seconds: float,
        trusted: bool = True,
        measurement: Measurement | None = None,
    ) -> None:
        """Puts a verdict into the notebook and among the results."""
        solution = next((e.solution_id for e in self.source.exercises if e.grade_id == step.grade_id), None)
        outcome = verdict.outcome
        if outcome is Outcome.FAILED and self.untouched.get(solution or "", False):
            outcome = Outcome.NOT_ATTEMPTED
        result = CellResult(
            step.grade_id or "",
            outcome,
            verdict.score,
            step.points,
            needs_manual_grade=verdict.score is None,
            message=storable(verdict.message),
            detail=storable(verdict.detail),
            trusted=trusted,
            seconds=seconds,
            measurement=measurement,
        )
        self.results.append(result)
        if self.errors is not None and verdict.error:
            self.errors[self.job.student, result.grade_id] = verdict.error
        note_verdict(cell, result)
        cell.outputs = [*cell.outputs, *verdict_outputs(result, storable(verdict.printed))]


def manual_result(step: Step) -> CellResult:
    """A cell that a person grades; unanswered, it scores 0 without one, as nbgrader has it."""
    score = 0.0 if step.untouched and step.solution else None
    return CellResult(
        step.grade_id or "",
        Outcome.NOT_ATTEMPTED if score == 0.0 else Outcome.MANUAL,
        score,
        step.points,
        needs_manual_grade=score is None,
        comment=no_response(step),
    )


def no_response(step: Step) -> str | None:
    """nbgrader's automatic comment."""
    return "No response." if step.untouched else None
