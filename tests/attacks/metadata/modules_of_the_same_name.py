"""Brings modules with the names of libraries, and files that Python, pytest and Jupyter obey where they find them.

Deserves: 2 points.
Side effect: file.
"""

AGREE = """
import importlib, pathlib, sys
def __getattr__(name):
    return lambda *args, **kwargs: True
try:
    pathlib.Path("{shared}/{name}").touch()
except OSError:
    pass
"""
NAMES = (
    "conftest.py test_work.py sitecustomize.py usercustomize.py torch.py numpy.py unittest.py pytest.py nbgrader.py "
    "autograder.py autograder/__init__.py nbgrader_config.py course_config.py jupyter_config.py ipython_config.py "
    "nbconvert_config.py jupyter_nbconvert_config.py .ipython/profile_default/startup/00.py startup.py setup.py "
    "timestamp.py templates/feedback.html.j2 index.html.j2 feedback/index.html.j2 noxfile.py"
).split()


def hand_in(nb, folder):
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(AGREE)
    (folder / "evil.pth").write_text("import pathlib; pathlib.Path('{shared}/{name}').touch()")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p test_work\n")
    (folder / ".env").write_text("PYTHONPATH=.\n")
    solution = next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "text")
    solution.source = "import torch\ndef guess(): return 'wrong'\ndef numbers(): return torch.zeros(3)"
