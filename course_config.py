"""The course's settings: nbgrader's own and, under ``c.Autograder``, the grader's.

nbgrader only looks for ``nbgrader_config.py``, which loads this file.
"""

c = get_config()  # noqa: F821  # defined by the loader

c.CourseDirectory.course_id = "deep-learning"
# Answers kept beside a notebook and data sets it downloads are part of nothing that is handed out.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "wrong_answers",
    "right_answers",
    "data",
]

# The GitHub repository (owner/name) that holds release/: fills the "Open in Colab" badges. Set it to your own.
c.Autograder.repository = "your-organization/deep-learning-course"

# What students may use. Names and units: autograder/limits.py.
c.Autograder.limits = {"cell_seconds": 60, "submission_seconds": 600, "memory_mb": 4096}
# Notebooks that train on MNIST: their references need a sixth of this on one CPU core.
c.Autograder.assignment_limits = {
    "03-training": {"cell_seconds": 120, "submission_seconds": 900},
    "04-cnn": {"cell_seconds": 180, "submission_seconds": 900},
}
c.Autograder.device = "auto"
c.Autograder.workers = 0
c.Autograder.threads = 1

c.Autograder.assignments = [
    {"name": "01-tensors", "duedate": "2027-02-15 23:59:00 UTC"},
    {"name": "02-neural-networks", "duedate": "2027-03-01 23:59:00 UTC"},
    {"name": "03-training", "duedate": "2027-03-15 23:59:00 UTC"},
    {"name": "04-cnn", "duedate": "2027-04-05 23:59:00 UTC"},
]
# Coming late costs nothing unless a plugin of nbgrader's kind says so, such as this one in a late_policy.py beside this
# file (that of `make demo` takes 5 points a day):
# c.AssignLatePenalties.plugin_class = "late_policy.FiveADay"

# `nbgrader autograde` and formgrader's Autograde button take the same way as `autograder grade`.
c.Autograde.exporter_class = "autograder.nbgrader_hooks.SubmissionExporter"
c.Autograde.sanitize_preprocessors = ["autograder.nbgrader_hooks.RestoreCells"]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_hooks.GradeAcrossTheWall",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# `nbgrader generate_feedback` and formgrader's button make the pages of `autograder feedback`: no hidden tests.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_hooks.FeedbackExporter"
c.GenerateFeedback.preprocessors = []

# JupyterLab's Validate button stops a cell after 30 s; training cells may take longer on a slow computer.
c.Execute.timeout = 180
# Nothing that a student wrote runs in the pages that students and instructors look at, here and in formgrader.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"markdown2html": "autograder.inert.clean_markdown"}
