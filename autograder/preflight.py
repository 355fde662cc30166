"""Before a class is graded: can the instructor's own imports run in a sandbox of this machine?

Where they cannot (a package outside the folders a sandbox sees, one that is not installed), every student would lose
every point. No student's code takes part here, so none can stop a run this way.
"""

from dataclasses import replace

from autograder.errors import SetupError
from autograder.jobs import Job
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import PlaceFiles, RunCell
from autograder.sandbox.spec import sandbox_spec
from autograder.sandbox.warm import Warm

BROKEN = (
    "{notebook}: `{statement}` raises {error} in a sandbox, so no submission can be graded. If it works in this "
    "environment, the package lies outside what a sandbox sees (the interpreter's own folders and site-packages); "
    "otherwise install it, or correct source/{assignment}/{notebook}.ipynb."
)


NO_GPU = (
    "This machine has a GPU, but PyTorch cannot use it in a sandbox: {error}. Grade with --device cpu, or see that "
    "/dev/nvidiactl and /dev/nvidia-uvm are there and the driver's libraries lie in the system's folders."
)


def check_gpu(sandbox: Sandbox, seconds: float) -> None:
    """Uses the GPU in a sandbox.

    Raises:
        SetupError: it cannot be used.
    """
    _, payload, _ = sandbox.ask(RunCell("import torch\ntorch.ones(2, device='cuda').sum().item()", "gpu"), seconds)
    if payload[0] is not None:
        from autograder.executed import student_outputs  # with torch, which this process never needs otherwise

        errors = [
            output for output in student_outputs(payload[1], sandbox.spec.limits) if output.output_type == "error"
        ]
        raise SetupError(NO_GPU.format(error=f"{payload[0]}: {errors[-1].evalue if errors else ''}"))


def check_imports(job: Job, warm: Warm) -> None:
    """Runs the import statements of the instructor's notebooks in a sandbox without any student's code.

    Args:
        job: one of the run's; its assignment, files and limits are used.
        warm: where the sandbox is forked from.

    Raises:
        SetupError: one of them fails.
        IsolationError: the sandbox cannot be isolated here.
    """
    limits = job.assignment.limits
    spec = replace(sandbox_spec(job), figures=False)
    for source in job.assignment.notebooks:
        with Sandbox(warm, spec) as sandbox:
            if job.device != "cpu":
                check_gpu(sandbox, limits.cell_seconds)
            sandbox.ask(PlaceFiles(job.instructor_files), limits.cell_seconds)
            for statement in source.prepared.imports:
                _, payload, _ = sandbox.ask(RunCell(statement, "imports"), limits.cell_seconds)
                if payload[0] is not None:
                    raise SetupError(
                        BROKEN.format(
                            notebook=source.name,
                            statement=statement,
                            error=payload[0],
                            assignment=job.assignment.name,
                        )
                    )
