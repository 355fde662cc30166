"""What students do to cells: delete, copy, split, merge, move and retype them, and edit what is not theirs."""

import copy

import nbformat
from nb_course import cell
from nbformat import NotebookNode

from mangled.case import ANSWERS, STUBS, Work, case

PUT_BACK = "was missing: it was put back"


def retype(each: NotebookNode, kind: str) -> None:
    """Changes the type of a cell as JupyterLab does with the keys M, R and Y."""
    each.cell_type = kind
    each.pop("outputs", None)
    each.pop("execution_count", None)
    if kind == "code":
        each.update(outputs=[], execution_count=None)


def merge(work: Work, first: int, last: int) -> None:
    """Merges neighbors; as in JupyterLab, what the first one was is kept."""
    together = work.nb.cells[first : last + 1]
    together[0].source = "\n\n".join(each.source for each in together)
    del work.nb.cells[first + 1 : last + 1]


# --- deleted ---------------------------------------------------------------------------------------------------------


@case(f"test_double {PUT_BACK}")
def test_deleted(work: Work) -> None:
    """The answer is right all the same."""
    work.delete("test_double")


@case(f"test_double {PUT_BACK}", double=0)
def test_of_a_wrong_answer_deleted(work: Work) -> None:
    """Nobody gains by deleting a test."""
    work.cell("double").source = "def double(x):\n    return 2"
    work.delete("test_double")


@case(clip=0)
def answer_deleted(work: Work) -> None:
    """An answer that is not there cannot be right; the others can."""
    work.delete("clip")


@case(f"why {PUT_BACK}", why=0)
def written_answer_deleted(work: Work) -> None:
    """Nothing was written: 0 points, and no person need look."""
    work.delete("why")


@case(f"test_mean {PUT_BACK}", mean=0, why=0)
def second_half_deleted(work: Work) -> None:
    """What was done before it counts."""
    del work.nb.cells[work.place("mean") :]


@case(f"test_clip {PUT_BACK}")
def all_but_the_answers_deleted(work: Work) -> None:
    """Handed in "clean", with nothing but one's own work."""
    work.nb.cells = [work.cell(name) for name in ANSWERS]


@case(double=0, clip=0, mean=0, why=0)
def nothing_done(work: Work) -> None:
    """Handed in as it was released."""
    for name, stub in STUBS.items():
        work.cell(name).source = stub


@case(error="is another notebook")
def another_notebook_under_this_name(work: Work) -> None:
    """The wrong file was uploaded: that is worth a question, not a silent 0."""
    work.nb.cells = [
        cell("markdown", "# Shopping list"),
        cell("code", "milk = 2"),
        cell("code", "assert milk == 2", "test_milk", 5, grade=True, locked=True),
    ]


@case()
def cells_of_another_assignment_pasted_in(work: Work) -> None:
    """Their labels mean nothing here."""
    work.nb.cells[3:3] = [
        cell("code", "def triple(x):\n    return 3 * x", "triple", solution=True),
        cell("code", "assert triple(1) == 4", "test_triple", 50, grade=True, locked=True),
    ]


# --- copied ----------------------------------------------------------------------------------------------------------


@case("The cell double was there 2 times: one of them counts")
def worked_in_a_copy_of_the_stub(work: Work) -> None:
    """The stub stayed above it, label and all."""
    stub = copy.deepcopy(work.cell("double"))
    stub.source = STUBS["double"]
    work.nb.cells.insert(work.place("double"), stub)


@case("The cell double was there 2 times: one of them counts")
def second_attempt_in_a_copy(work: Work) -> None:
    """Run top to bottom, the second definition is the one that holds."""
    attempt = copy.deepcopy(work.cell("double"))
    attempt.source = "def double(x):\n    return x ** 2"
    work.nb.cells.insert(work.place("double"), attempt)


@case("The cell double was there 2 times: one of them counts", f"test_double {PUT_BACK}")
def second_attempt_in_a_copy_and_no_test(work: Work) -> None:
    """The same, the test in their way deleted."""
    second_attempt_in_a_copy(work)
    work.delete("test_double")


@case("The cell test_double was there 2 times: one of them counts")
def test_copied_and_edited(work: Work) -> None:
    """A copy of a test to play with."""
    playground = copy.deepcopy(work.cell("test_double"))
    playground.source = "print(double(1))\nassert double(1) == 3"
    work.nb.cells.insert(work.place("test_double") + 1, playground)


@case("The cell mean was there 2 times: one of them counts")
def whole_notebook_pasted_below_itself(work: Work) -> None:
    """Select all, copy, paste."""
    work.nb.cells += copy.deepcopy(work.nb.cells)


# --- split and merged ------------------------------------------------------------------------------------------------

HALVES = ("FACTOR = 2", "def double(x):\n    return FACTOR * x")


@case()
def answer_split_in_two(work: Work) -> None:
    """The upper half keeps the label, the lower half none."""
    work.nb.cells.insert(work.place("double") + 1, cell("code", HALVES[1]))
    work.cell("double").source = HALVES[0]


@case("The cell double was there 2 times: one of them counts")
def answer_split_with_its_label(work: Work) -> None:
    """Both halves keep it, as JupyterLab's split does."""
    lower = copy.deepcopy(work.cell("double"))
    lower.source = HALVES[1]
    work.nb.cells.insert(work.place("double") + 1, lower)
    work.nb.cells[work.place_of_first("double")].source = HALVES[0]


@case(f"test_double {PUT_BACK}")
def test_merged_into_the_answer(work: Work) -> None:
    """Answer, example and test became one cell."""
    merge(work, work.place("double"), work.place("test_double"))


@case("mean had lost its nbgrader metadata: it was recognized")
def answer_merged_into_the_test_above(work: Work) -> None:
    """A test with the next answer below it; the header between them went to its end."""
    header = work.nb.cells.pop(work.place("mean") - 1)
    merge(work, work.place("test_clip"), work.place("mean"))
    work.nb.cells.append(header)


@case("double had lost its nbgrader metadata: it was recognized")
def answer_merged_into_a_locked_cell(work: Work) -> None:
    """The imports and the first answer."""
    header = work.nb.cells.pop(work.place("double") - 1)
    merge(work, work.place("imports"), work.place("double"))
    work.nb.cells.append(header)


@case(f"test_mean {PUT_BACK}")
def all_answers_in_one_cell(work: Work) -> None:
    """A cell with everything, as a script has it."""
    work.cell("double").source = "\n\n".join(ANSWERS[name] for name in ("double", "clip", "mean"))
    work.delete("clip", "mean", "test_double", "test_clip", "test_mean")


# --- moved -----------------------------------------------------------------------------------------------------------


@case("test_double stood before double: it was run after it")
def test_moved_to_the_top(work: Work) -> None:
    """It needs what is only defined below it."""
    work.nb.cells.insert(0, work.nb.cells.pop(work.place("test_double")))


@case("test_clip stood before clip: it was run after it")
def answer_moved_to_the_end(work: Work) -> None:
    """Below its test."""
    work.nb.cells.append(work.nb.cells.pop(work.place("clip")))


@case()
def exercises_in_another_order(work: Work) -> None:
    """The easy one first."""
    mean = [work.nb.cells.pop(work.place(name)) for name in ("mean", "test_mean")]
    work.nb.cells[2:2] = mean


@case("stood before")
def upside_down(work: Work) -> None:
    """All cells in reverse order."""
    work.nb.cells.reverse()


@case()
def run_out_of_order(work: Work) -> None:
    """Numbers of execution say so; the cells themselves are in order."""
    for number, each in zip(
        (9, 2, 31, 4, 5, 1, 8, 3, 7), (c for c in work.nb.cells if c.cell_type == "code"), strict=False
    ):
        each.execution_count = number


@case(clip=0)
def helper_defined_below(work: Work) -> None:
    """It worked in the student's session, and works for nobody who runs the notebook from the top."""
    work.cell("clip").source = "def clip(x, low, high):\n    return at_least(min(x, high), low)"
    work.own("at_least = max", None)


# --- retyped ---------------------------------------------------------------------------------------------------------


@case("type of the cell double had been changed: set back")
def answer_became_text(work: Work) -> None:
    """The key M, pressed by accident."""
    retype(work.cell("double"), "markdown")


@case("type of the cell test_mean had been changed: set back")
def test_became_raw(work: Work) -> None:
    """The key R, pressed by accident."""
    retype(work.cell("test_mean"), "raw")


@case("type of the cell why had been changed: set back")
def written_answer_became_code(work: Work) -> None:
    """It is no Python, and need not be."""
    retype(work.cell("why"), "code")


@case(clip=0)
def code_in_a_text_cell(work: Work) -> None:
    """The answer stands in a text cell; the cell that would have run is as it was released."""
    work.own(f"```python\n{ANSWERS['clip']}\n```", "clip", "markdown")
    work.cell("clip").source = STUBS["clip"]


@case()
def raw_and_empty_cells(work: Work) -> None:
    """A raw cell on top, and the empty ones that are always there."""
    work.own("---\ntitle: mine\n---", "imports").cell_type = "raw"
    work.nb.cells[0].pop("outputs", None)
    for source in ("", "   \n", "# only a comment", "\n\n"):
        work.own(source, "clip")
        work.own(source, None)
        work.own(source, None, "markdown")


@case()
def a_thousand_cells(work: Work) -> None:
    """A finger on the B key."""
    work.nb.cells[3:3] = [cell("code", "") for _ in range(1000)]


# --- edited ----------------------------------------------------------------------------------------------------------


@case("text of the cell test_double had been changed: set back", double=0)
def test_edited(work: Work) -> None:
    """So that a wrong answer passes."""
    work.cell("double").source = "def double(x):\n    return x"
    work.cell("test_double").source = "assert double(1) == 1"


@case("text of the cell test_clip had been changed: set back")
def print_added_to_a_test(work: Work) -> None:
    """To see what is going on."""
    work.cell("test_clip").source = "print(clip(5, 0, 3))\nassert clip(5, 0, 3) == 3, clip(5, 0, 3)"


@case("points of the cell test_double had been changed: set back")
def points_edited(work: Work) -> None:
    """A hundred instead of two."""
    work.cell("test_double").metadata.nbgrader.points = 100


@case()
def answer_made_a_graded_cell(work: Work) -> None:
    """In the Create Assignment panel, which is open to everyone."""
    work.cell("clip").metadata.nbgrader.update(grade=True, points=50, locked=True)


@case("text of the cell imports had been changed: set back")
def locked_cell_edited(work: Work) -> None:
    """The imports of another library."""
    work.cell("imports").source = "import maths"


@case("double had lost its nbgrader metadata: it was recognized")
def label_edited(work: Work) -> None:
    """A name of one's own for the cell."""
    work.cell("double").metadata.nbgrader.grade_id = "my_double"


@case()
def metadata_of_an_old_nbgrader(work: Work) -> None:
    """Schema 1, from a notebook of years ago."""
    for each in work.nb.cells:
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader["schema_version"] = 1
            each.metadata.nbgrader.pop("task", None)


@case()
def answered_in_a_cell_of_ones_own(work: Work) -> None:
    """The stub was left as it is, the answer follows it."""
    work.own(ANSWERS["mean"], "test_mean")
    work.cell("mean").source = STUBS["mean"]


@case()
def written_answer_with_pictures_and_formulas(work: Work) -> None:
    """An image pasted in, and text in many scripts."""
    picture = {"image.png": {"image/png": "iVBORw0KGgo="}}
    work.cell("why").update(source="![](attachment:image.png) Weil $\\sum$ über 数 linear ist 🎉", attachments=picture)


@case()
def written_answer_in_several_cells(work: Work) -> None:
    """It goes on below."""
    work.nb.cells += [nbformat.v4.new_markdown_cell("And also because …"), cell("code", "40 + 2")]
