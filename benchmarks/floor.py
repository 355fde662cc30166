"""The least that running a class's notebooks can cost: the same cells, bare, in processes forked from a warm one.

    python benchmarks/floor.py ASSIGNMENT COURSE WORKERS

For each submission of the course a process is forked that runs the code cells of the instructor's notebook, solutions
and hidden tests alike, one after the other, in IPython, as many at a time as there are workers. No isolation, no wall,
no gradebook, no files written: what `autograder grade` takes beyond this is its own. Fails where a cell fails.
"""

import gc
import os
import sys
import tempfile
from pathlib import Path

import torch

import autograder.sandbox.shell as sandbox
from autograder.course import Assignment, Limits, load_course
from autograder.sandbox.spec import slow_imports
from autograder.sandbox.warm import import_late, warm_up


def run_cells(assignment: Assignment, shell: sandbox.StudentShell) -> bool:
    """Runs all cells in this process; whether none of them failed."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sandbox.session = sandbox.Session(shell, Limits())
        sandbox.session.connect()
        cells = [c.source for n in assignment.notebooks for c in n.cells if c.cell_type == "code"]
        return all(shell.run_cell(source, store_history=False).success for source in cells)


def main(name: str, root: Path, workers: int) -> int:
    """Runs the class; the number of submissions in which a cell failed."""
    gc.disable()
    warm_up()
    shell = sandbox.make_shell()
    course = load_course(root)
    assignment = course.assignment(name)
    import_late(slow_imports(c.source for n in assignment.notebooks for c in n.cells if c.cell_type == "code"))
    waiting = len(course.submissions(name))
    gc.freeze()
    running = failed = 0
    while waiting or running:
        if waiting and running < workers:
            waiting, running = waiting - 1, running + 1
            if os.fork() == 0:
                gc.enable()
                os._exit(not run_cells(assignment, shell))
            continue
        running -= 1
        failed += os.waitstatus_to_exitcode(os.wait()[1]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
