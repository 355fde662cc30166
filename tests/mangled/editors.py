"""What editors, services and converters make of a notebook on its way through them: nothing the student did."""

import uuid
from typing import Any

import nbformat
from nbformat import NotebookNode

from mangled.case import Work, case

RECOGNIZED = "had lost its nbgrader metadata: it was recognized"


def drop_ids(nb: NotebookNode, minor: int = 4) -> None:
    """Leaves cells without ids, as nbformat had it before 4.5."""
    nb.nbformat_minor = minor
    for each in nb.cells:
        del each["id"]


def as_lines(nb: NotebookNode) -> None:
    """Stores texts as lists of lines, as nbformat does on disk."""
    for each in nb.cells:
        each.source = each.source.splitlines(keepends=True)


@case()
def colab_round_trip(work: Work) -> None:
    """Colab: format 4.0, ids moved into the metadata, its own metadata everywhere."""
    drop_ids(work.nb, 0)
    as_lines(work.nb)
    work.nb.metadata = {
        "colab": {"provenance": [{"file_id": "1aB", "timestamp": 1}], "toc_visible": True, "include_colab_link": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
        "gpuClass": "standard",
    }
    for number, each in enumerate(work.nb.cells):
        each.metadata.update(
            id=f"Zx{number}", colab={"base_uri": "https://localhost:8080/"}, outputId=str(uuid.UUID(int=number))
        )


@case()
def colab_badge_cell(work: Work) -> None:
    """Colab's "Save a copy in GitHub" adds a first cell with a badge, and views of forms."""
    badge = work.own('<a href="x"><img src="y" alt="Open In Colab"/></a>', "imports", "markdown")
    badge.metadata = nbformat.from_dict({"id": "view-in-github", "colab_type": "text"})
    work.cell("double").metadata["cellView"] = "form"
    work.cell("double").source = "# @title Double\n" + work.cell("double").source


@case()
def colab_widget_state(work: Work) -> None:
    """Colab stores widgets in a way that nbformat's schema and nbconvert do not take: no "state" key."""
    work.nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"0a1b": {"model_name": "HTMLModel"}}}


@case()
def vs_code_round_trip(work: Work) -> None:
    """VS Code: no ids, ``orig_nbformat``, its own metadata; a kernel with a name of its own."""
    drop_ids(work.nb, 2)
    as_lines(work.nb)
    work.nb.metadata = {
        "kernelspec": {"name": "python3", "display_name": "venv (3.12.3)", "language": "python"},
        "language_info": {"name": "python", "version": "3.12.3", "codemirror_mode": {"name": "ipython", "version": 3}},
        "orig_nbformat": 4,
        "vscode": {"interpreter": {"hash": "916dbcbb3f70747c44a77c7bcd40155683ae19c65e1c03b4aa3499c5328201f1"}},
    }
    for each in work.nb.cells:
        each.metadata["vscode"] = {"languageId": "python" if each.cell_type == "code" else "markdown"}


@case()
def kaggle_round_trip(work: Work) -> None:
    """Kaggle: uuids and execution times in every cell."""
    drop_ids(work.nb)
    work.nb.metadata["kaggle"] = {"accelerator": "none", "dataSources": [], "isInternetEnabled": False}
    for number, each in enumerate(work.nb.cells):
        each.metadata.update(_uuid=str(uuid.UUID(int=number)), trusted=True, execution={"iopub.status.busy": "2027"})


@case()
def deepnote_round_trip(work: Work) -> None:
    """Deepnote: values of many kinds where others keep text, and ``deepnote_cell_type``."""
    for each in work.nb.cells:
        each.metadata.update(deepnote_cell_type=each.cell_type, source_hash=None, execution_millis=3, cell_id=7)
    work.nb.metadata.update(deepnote={"is_reactive": False}, deepnote_execution_queue=[])


@case(RECOGNIZED)
def all_metadata_stripped(work: Work) -> None:
    """A git filter that strips all metadata to keep diffs small."""
    work.nb.metadata = {}
    for each in work.nb.cells:
        each.metadata = {}


@case(RECOGNIZED)
def all_metadata_stripped_and_cells_added(work: Work) -> None:
    """The same, in a notebook with notes and scratch cells of the student's own."""
    work.own("Numbers that I tried:", "clip", "markdown")
    work.own("def attempt(x, low, high):\n    return low", "clip")
    work.own("def helper(): pass", "mean")
    all_metadata_stripped(work)


@case("double " + RECOGNIZED)
def one_answer_lost_its_label(work: Work) -> None:
    """A cell that was cut and typed again."""
    work.cell("double").metadata = {}


@case("test_clip " + RECOGNIZED)
def one_test_lost_its_label(work: Work) -> None:
    """A test that was copied out of a chat."""
    work.cell("test_clip").metadata = {}


@case("why " + RECOGNIZED)
def written_answer_lost_its_label(work: Work) -> None:
    """A written answer in a new cell below the question."""
    work.cell("why").metadata = {}


@case()
def jupytext_round_trip(work: Work) -> None:
    """Through a paired script and back: no ids, no outputs, no blank lines at the ends."""
    drop_ids(work.nb)
    work.nb.metadata["jupytext"] = {"formats": "ipynb,py:percent", "text_representation": {"extension": ".py"}}
    for each in work.nb.cells:
        each.source = each.source.strip("\n")
        if each.cell_type == "code":
            each.outputs, each.execution_count = [], None


@case()
def executed_by_nbconvert(work: Work) -> None:
    """``jupyter nbconvert --to notebook --execute``: times in the metadata, an error among the outputs."""
    times = {"iopub.execute_input": "2027-01-01T12:00:00.0Z", "shell.execute_reply": "2027-01-01T12:00:00.1Z"}
    for each in work.nb.cells:
        if each.cell_type == "code":
            each.metadata["execution"] = times
            each.outputs = [nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=["\x1b[31mx"])]


@case()
def executed_by_papermill(work: Work) -> None:
    """Papermill: its records, and a cell with parameters."""
    work.nb.metadata["papermill"] = {"default_parameters": {}, "duration": 1.5, "exception": None, "version": "2.6.0"}
    for each in work.nb.cells:
        each.metadata.update(papermill={"duration": 0.01, "exception": False, "status": "completed"}, tags=[])
    work.own("# Parameters\nepochs = 3\n").metadata["tags"] = ["injected-parameters"]


@case()
def formatted_by_black(work: Work) -> None:
    """A formatter was let loose on all cells, but left the tests' tokens alone."""
    for each in work.nb.cells:
        if each.cell_type == "code":
            each.source = each.source.replace("\n", "   \n") + "\n\n"


def old_cells(work: Work) -> list[dict[str, Any]]:
    """The cells as nbformat 3 and 2 have them."""
    cells: list[dict[str, Any]] = []
    for each in work.nb.cells:
        if each.cell_type == "code":
            code = {"cell_type": "code", "collapsed": False, "input": each.source, "language": "python", "outputs": []}
            cells.append({**code, "prompt_number": 1, "metadata": each.metadata})
        else:
            cells.append({"cell_type": "markdown", "source": each.source, "metadata": each.metadata})
    return cells


@case()
def nbformat_3(work: Work) -> None:
    """Saved by an editor of 2014."""
    heading = {"cell_type": "heading", "level": 1, "source": "My solution", "metadata": {}}
    sheets = [{"cells": [heading, *old_cells(work)], "metadata": {}}]
    work.nb = NotebookNode(nbformat=3, nbformat_minor=0, metadata={"name": "n1"}, worksheets=sheets)


@case()
def nbformat_2(work: Work) -> None:
    """Saved by an editor of 2012, its cells in two worksheets."""
    cells = old_cells(work)
    sheets = [{"cells": cells[:6]}, {"cells": cells[6:]}]
    work.nb = NotebookNode(nbformat=2, metadata={"name": "n1"}, worksheets=sheets)


@case()
def nbformat_4_0(work: Work) -> None:
    """The first format with a list of cells."""
    drop_ids(work.nb, 0)


@case()
def nbformat_4_4_with_ids(work: Work) -> None:
    """Ids in a format that had none: Jupyter itself writes this after a paste, and its schema forbids it."""
    work.nb.nbformat_minor = 4


@case()
def nbformat_4_5_without_ids(work: Work) -> None:
    """No ids in the format that asks for them."""
    drop_ids(work.nb, 5)


@case()
def nbformat_of_the_future(work: Work) -> None:
    """A later format, whose cells are still what they were."""
    work.nb.nbformat_minor = 9
    for each in work.nb.cells:
        each["annotations"] = {"reviewed": False}


@case()
def no_version_at_all(work: Work) -> None:
    """A script that pasted notebooks together kept the cells only."""
    work.nb = NotebookNode(cells=work.nb.cells)


@case()
def duplicate_cell_ids(work: Work) -> None:
    """Copied cells keep their id in some editors, and all ids may be one."""
    for each in work.nb.cells:
        each.id = "copied"


@case()
def r_kernel(work: Work) -> None:
    """The wrong kernel was picked before it was saved."""
    work.nb.metadata = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R", "file_extension": ".r", "codemirror_mode": "r"},
    }


@case()
def no_kernel(work: Work) -> None:
    """Saved before a kernel had started."""
    work.nb.metadata = {}


@case()
def cell_tags_and_view_state(work: Work) -> None:
    """Collapsed, scrolled, hidden, tagged, made into slides, some of it not as the schema has it."""
    for each in work.nb.cells:
        each.metadata.update(
            tags="hide", collapsed="yes", scrolled="auto", slideshow={"slide_type": "-"}, jupyter={"source_hidden": 1}
        )


@case()
def outputs_that_break_the_schema(work: Work) -> None:
    """Outputs of an extension: kinds that nbformat does not know, fields missing, a count that is text."""
    example = next(each for each in work.nb.cells if each.source == "double(21)")
    example.outputs = [{"output_type": "vendor"}, {"output_type": "stream"}, "42", None]
    example.execution_count = "[4]"


@case()
def half_of_the_fields_missing(work: Work) -> None:
    """A converter that leaves out what is empty."""
    for each in work.nb.cells:
        each.pop("outputs", None)
        each.pop("execution_count", None)
        if not each.metadata:
            del each["metadata"]
