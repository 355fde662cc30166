"""The auto-graded deep-learning exercise course: nbgrader's authoring, a grader that can be trusted."""

__version__ = "0.1.0"
