"""What becomes of a file on its way: encodings, tools that are no notebook editors, uploads that went wrong."""

import gzip
import io
import json
import zipfile

import nbformat

from mangled.case import Work, case


def german(work: Work) -> str:
    """The notebook's text with letters that encodings disagree about."""
    work.cell("why").source = "Für große Zahlen gilt das ebenso – natürlich."
    return work.text()


# --- text that can be read -------------------------------------------------------------------------------------------


@case()
def byte_order_mark(work: Work) -> None:
    """Windows' old Notepad."""
    work.data = german(work).encode("utf-8-sig")


@case()
def windows_line_ends(work: Work) -> None:
    """git with autocrlf, in the file."""
    work.data = german(work).replace("\n", "\r\n").encode()


@case()
def windows_line_ends_in_cells(work: Work) -> None:
    """And in the cells' own text."""
    for each in work.nb.cells:
        each.source = each.source.replace("\n", "\r\n")


@case()
def utf_16(work: Work) -> None:
    """PowerShell's ``>``."""
    work.data = german(work).encode("utf-16")


@case()
def utf_16_without_a_mark(work: Work) -> None:
    """The same without its first two bytes."""
    work.data = german(work).encode("utf-16-le")


@case()
def code_page_1252(work: Work) -> None:
    """An editor of the nineties."""
    work.data = german(work).encode("cp1252")


@case()
def nul_and_half_characters(work: Work) -> None:
    """An emoji cut in half by a converter, a NUL in a text cell, and one in the metadata."""
    work.nb.cells[0].source = "# Functions \x00\ud83d"
    work.nb.metadata["title"] = "\udc00"
    work.cell("double").source += "  # \ud83d"
    work.own("print('a NUL in code: \x00')", "clip")
    work.data = json.dumps(work.nb).encode()


@case()
def numbers_that_are_no_json(work: Work) -> None:
    """NaN and Infinity, which Python writes and JSON does not know."""
    work.nb.metadata["loss"] = [float("nan"), float("inf")]


@case()
def huge_outputs(work: Work) -> None:
    """Thirty megabytes that a training loop printed, and a figure of five."""
    example = next(each for each in work.nb.cells if each.source == "double(21)")
    loop = nbformat.v4.new_output("stream", text="loss: 0.6931471805599453\n" * 1_200_000)
    figure = nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgoA" * 400_000})
    example.outputs = [loop, figure]


@case()
def compact_and_sorted(work: Work) -> None:
    """Rewritten by a tool that keeps no order: all on one line."""
    work.data = json.dumps(work.nb, sort_keys=True, separators=(",", ":")).encode()


# --- no notebook -----------------------------------------------------------------------------------------------------


@case(error="is empty")
def empty_file(work: Work) -> None:
    """An upload that never began."""
    work.data = b""


@case(error="is empty")
def blank_file(work: Work) -> None:
    """Nothing but white space."""
    work.data = b"\xef\xbb\xbf \r\n\r\n"


@case(error="nothing but zeros")
def file_of_zeros(work: Work) -> None:
    """What a full disk or a broken synchronization leaves: the size is right, the bytes are zero."""
    work.data = bytes(4096)


@case(error="cut off in the middle")
def upload_cut_off(work: Work) -> None:
    """The first half of it."""
    work.data = work.text().encode()[: len(work.text()) // 2]


@case(error="cut off in the middle")
def upload_cut_off_at_once(work: Work) -> None:
    """The first few bytes of it."""
    work.data = work.text().encode()[:40]


@case(error="cut off in the middle")
def upload_cut_off_at_the_end(work: Work) -> None:
    """All but the last lines."""
    work.data = work.text().encode()[:-30]


@case(error="is a web page")
def page_saved(work: Work) -> None:
    """The browser's "Save page as…"."""
    work.data = b"<!DOCTYPE html>\n<html><head><title>n1 - JupyterLab</title></head><body></body></html>"


@case(error="is a web page")
def login_page_downloaded(work: Work) -> None:
    """A download whose session had ended, with its XML declaration."""
    work.data = b'\r\n<?xml version="1.0"?><html lang="en"><body>Sign in to continue</body></html>'


@case(error="is a zip archive")
def zip_renamed(work: Work) -> None:
    """A zip archive, renamed so that the upload form takes it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("n1.ipynb", work.text())
    work.data = archive.getvalue()


@case(error="is compressed with gzip")
def gzip_renamed(work: Work) -> None:
    """The same with gzip."""
    work.data = gzip.compress(work.text().encode(), mtime=0)


@case(error="is a PDF")
def pdf_renamed(work: Work) -> None:
    """A printed notebook."""
    work.data = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


@case(error="merge conflict")
def merge_conflict(work: Work) -> None:
    """Two students, one repository."""
    first, second = work.text().split('"double(21)"')
    both = '<<<<<<< HEAD\n   "source": "double(21)",\n=======\n   "source": "double(4)",\n>>>>>>> mine\n'
    work.data = (first + both + second).encode()


@case(error="is not valid JSON")
def two_copies_in_one_file(work: Work) -> None:
    """Appended instead of replaced."""
    work.data = (work.text() + work.text()).encode()


@case(error="is not valid JSON")
def comma_too_many(work: Work) -> None:
    """Edited by hand in a text editor."""
    work.data = work.text().replace('"metadata": {', '"metadata": {,', 1).encode()


@case(error="is not valid JSON")
def printed_by_python(work: Work) -> None:
    """``file.write(str(nb))``: single quotes."""
    work.data = str(json.loads(work.text())).encode()


@case(error="is not valid JSON")
def script_renamed(work: Work) -> None:
    """The code alone, under the notebook's name."""
    work.data = "\n\n".join(each.source for each in work.nb.cells).encode()


@case(error="JSON but not a notebook")
def notebook_in_a_string(work: Work) -> None:
    """Encoded twice."""
    work.data = json.dumps(work.text()).encode()


@case(error="no list of cells")
def error_of_a_server(work: Work) -> None:
    """What a server answers where a file is not."""
    work.data = b'{"message": "Not Found", "status": "404"}'


@case(error="without cells")
def no_cells(work: Work) -> None:
    """A new notebook, never saved again."""
    work.nb.cells = []


@case(error="is nested too deeply")
def nested_without_end(work: Work) -> None:
    """A converter that wrapped its own output again and again."""
    work.data = ('{"cells": ' + "[" * 200_000).encode()


@case(error="is nested too deeply")
def metadata_nested_deeply(work: Work) -> None:
    """The same, noticed earlier: JSON that can be read, but that nothing can copy."""
    work.nb.metadata["state"] = "deep"
    work.data = work.text().replace('"deep"', "[" * 500 + "]" * 500).encode()
