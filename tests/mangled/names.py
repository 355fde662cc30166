"""The right notebook under a wrong name or in a wrong place, and what else lies in a folder that is handed in."""

import os

from nb_course import cell

from mangled.case import STUBS, Work, case

GRADED = "n1.ipynb was handed in as {}: that was graded"


# --- another name ----------------------------------------------------------------------------------------------------


@case(GRADED.format("n1 (1).ipynb"))
def downloaded_twice(work: Work) -> None:
    """A browser's second download."""
    work.file = "n1 (1).ipynb"


@case(GRADED.format("Copy of n1.ipynb"))
def copied_in_a_drive(work: Work) -> None:
    """Colab's "Save a copy in Drive"."""
    work.file = "Copy of n1.ipynb"


@case(GRADED.format("N1.IPYNB"))
def upper_case(work: Work) -> None:
    """A file system that does not tell them apart."""
    work.file = "N1.IPYNB"


@case(GRADED.format("n1.ipynb.txt"))
def second_extension(work: Work) -> None:
    """Some browsers add one."""
    work.file = "n1.ipynb.txt"


@case(GRADED.format("Übung 1 ödön – final (2).ipynb"))
def name_of_ones_own(work: Work) -> None:
    """The only notebook there is, of the only one there is to hand in."""
    work.file = "Übung 1 ödön – final (2).ipynb"


@case(GRADED.format("�bung n1.ipynb"))
def name_in_another_encoding(work: Work) -> None:
    """Out of an archive that was made on another system: its bytes are no text here."""
    work.file = os.fsdecode("Übung n1.ipynb".encode("latin-1"))


@case(GRADED.format("a1/n1.ipynb"))
def in_a_folder(work: Work) -> None:
    """The whole folder was zipped and handed in."""
    work.file = "a1/n1.ipynb"
    (work.folder / "__MACOSX" / "a1").mkdir(parents=True)
    (work.folder / "__MACOSX" / "a1" / "._n1.ipynb").write_bytes(b"\x00\x05\x16\x07")


@case(GRADED.format("n1.ipynb/notebook.ipynb"))
def folder_of_this_name(work: Work) -> None:
    """An archive unpacked into a folder that is called like the notebook."""
    work.file = "n1.ipynb/notebook.ipynb"


@case(GRADED.format("n1-Copy1.ipynb"))
def renamed_beside_a_scratch_notebook(work: Work) -> None:
    """Only one of the two is called like the notebook that is wanted."""
    work.file = "n1-Copy1.ipynb"
    (work.folder / "Untitled.ipynb").write_text(work.text().replace("x + x", "3"))


@case(error="n1 (1).ipynb and n1 (2).ipynb")
def two_wrong_names(work: Work) -> None:
    """Which of them is meant only the student knows."""
    work.file = "n1 (2).ipynb"
    (work.folder / "n1 (1).ipynb").write_text(work.text().replace("x + x", "3"))


@case(error="is another notebook")
def another_notebook_under_another_name(work: Work) -> None:
    """The only notebook there is, but none of this assignment."""
    work.file = "Untitled3.ipynb"
    work.nb.cells = [cell("code", "milk = 2")]


@case(error="is a folder, a link or a device")
def link_to_somebody_elses(work: Work) -> None:
    """A shortcut was handed in instead of the file it leads to: nobody else's work may be read for it."""
    work.file = "unused.txt"
    (work.folder / "n1.ipynb").symlink_to("../../aaron/a1/n1.ipynb")


@case("n1.ipynb was not handed in", double=0, clip=0, mean=0, why=0)
def exported_as_a_script(work: Work) -> None:
    """No notebook at all: 0 points, as nbgrader has it."""
    work.file = "n1.py"
    work.data = b"def double(x):\n    return 2 * x\n"


# --- what else is there ----------------------------------------------------------------------------------------------


@case(student="josé-müller-李雷")
def unicode_student(work: Work) -> None:
    """A student id with letters of many scripts, and names of that kind in the code."""
    work.own("größe, π, 数 = 1, 3.14, 3")


@case(student="o'brien & sons (2)")
def punctuation_in_the_student_id(work: Work) -> None:
    """A student id that shells and SQL would have to quote."""


@case("n1 (1).ipynb was handed in, too: it was not graded")
def second_notebook_beside_it(work: Work) -> None:
    """Scratch work; the one with the right name counts."""
    (work.folder / "n1 (1).ipynb").write_text(work.text().replace("x + x", "3"))
    (work.folder / "Untitled.ipynb").write_text("{}")


@case("n1-solved.ipynb was handed in, too: it was not graded", double=0, clip=0, mean=0, why=0)
def worked_in_the_second_notebook(work: Work) -> None:
    """The one with the right name is as it was released: that one counts, as was said to the class."""
    (work.folder / "n1-solved.ipynb").write_text(work.text())
    for name, stub in STUBS.items():
        work.cell(name).source = stub


@case()
def checkpoints_and_caches(work: Work) -> None:
    """What editors and systems leave in a folder, a broken notebook among it."""
    for name in (
        ".ipynb_checkpoints/n1-checkpoint.ipynb",
        "__pycache__/helper.cpython-312.pyc",
        ".DS_Store",
        "._n1.ipynb",
    ):
        (work.folder / name).parent.mkdir(exist_ok=True)
        (work.folder / name).write_bytes(b"\x00\x01\xff")


@case()
def files_for_pytest_and_python(work: Work) -> None:
    """A project of one's own around the notebook; nothing of it is obeyed."""
    (work.folder / "conftest.py").write_text("raise RuntimeError('run by pytest')")
    (work.folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (work.folder / "test_mine.py").write_text("def test_mine():\n    assert False\n")
    (work.folder / "requirements.txt").write_text("torch\n")


@case()
def helper_module_beside_it(work: Work) -> None:
    """Handed in with the notebook that imports it."""
    (work.folder / "helpers").mkdir()
    (work.folder / "helpers" / "__init__.py").write_text("")
    (work.folder / "helpers" / "stats.py").write_text("def mean(numbers):\n    return sum(numbers) / len(numbers)\n")
    work.cell("mean").source = "from helpers.stats import mean"


@case(mean=0)
def helper_module_left_at_home(work: Work) -> None:
    """Not handed in: its exercise cannot work, the others do."""
    work.cell("mean").source = "from my_helpers import mean"


@case()
def module_called_like_a_library(work: Work) -> None:
    """A file that hides a standard module from the student's own code, and from nobody else."""
    (work.folder / "statistics.py").write_text("def mean(numbers):\n    return sum(numbers) / len(numbers)\n")
    work.cell("mean").source = "from statistics import mean"


@case(error="timestamp.txt is no date")
def timestamp_of_ones_own(work: Work) -> None:
    """A diary under the name of the file in which nbgrader keeps when it was handed in."""
    (work.folder / "timestamp.txt").write_text("yesterday evening, quite late\n")


@case()
def file_called_like_the_instructors(work: Work) -> None:
    """A text file where tests would look for theirs, and a large one."""
    (work.folder / "data.csv").write_bytes(b"1,2\n" * 500_000)
    (work.folder / os.fsdecode(b"gr\xf6\xdfe.txt")).write_text("latin-1")
    (work.folder / "timestamp.txt").write_text("2027-01-10 12:00:00 UTC\n")
