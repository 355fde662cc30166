"""What may be wrong with a course: its configuration, its gradebook, its sources, and Jupyter for its people."""

import shutil
import sys
from pathlib import Path
from typing import Any

from autograder.doctor.finding import Finding, Place, State
from autograder.doctor.machine import versions
from autograder.errors import CourseError

LAB_EXTENSION = "@jupyter/nbgrader"
SERVER_EXTENSIONS = ("formgrader", "validate_assignment", "assignment_list")
LAB_PLUGINS = ("formgrader", "validate-assignment", "assignment-list", "create-assignment")

NO_CONFIGURATION = (
    "Give the course folder with --course-dir. A course without nbgrader_config.py has nbgrader's defaults."
)
NO_TEST = (
    "`nbgrader autograde` and formgrader's Autograde button would run no test, and so give everyone full marks, or "
    "nobody any. Copy the lines of c.Autograde from this project's course_config.py, and disable none of their steps."
)
NO_WALL = (
    "`nbgrader autograde` and formgrader's Autograde button run students' code as you, with your files, in the same "
    "process as the hidden tests. Grade with `autograder grade` only, or copy the lines of c.Autograde from this "
    "project's course_config.py."
)
SHOWN_TESTS = (
    "`nbgrader generate_feedback` shows students the hidden tests. Copy the lines of c.GenerateFeedback from this "
    "project's course_config.py."
)
BAD_GRADEBOOK = (
    "See that c.CourseDirectory.db_url is right. If the file is damaged, restore it from a backup; after an upgrade of "
    "nbgrader, back it up and run: nbgrader db upgrade"
)
NO_ASSIGNMENT = "Give the folder that holds source/ with --course-dir."
NO_JUPYTER = "Run `make setup`: JupyterLab is not in this environment."
OTHER_JUPYTER = "That one is another environment's, without nbgrader's panels. Run: source {folder}/activate"
NO_EXTENSIONS = (
    "For the server's, run `jupyter server extension enable --sys-prefix nbgrader.server_extensions.NAME`; for "
    "JupyterLab's, `jupyter labextension enable @jupyter/nbgrader:NAME`. Then start JupyterLab again."
)


def configuration(place: Place) -> Finding:
    """nbgrader_config.py is there and loads, and so does the late policy that it names.

    Raises:
        CourseError: it does not.
    """
    from autograder.late import LatePolicy

    root = place.course.root
    LatePolicy(place.course.config)
    if (place.folder / "nbgrader_config.py").is_file():
        return Finding(f"nbgrader_config.py of {root} loads")
    return Finding(f"no nbgrader_config.py in {root}", State.WARNING, NO_CONFIGURATION)


def autograde_hooks(place: Place) -> Finding:
    """What ``nbgrader autograde`` would do: the same as this package, or something dangerous."""
    place.demand("configuration")
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute

    from autograder.nbgrader_hooks import GradeAcrossTheWall

    converter = Autograde(coursedir=place.course.directory, config=place.course.config)
    steps = [*converter.sanitize_preprocessors, *converter.autograde_preprocessors]
    if is_active(Execute, steps, converter):
        return Finding("runs without a sandbox", State.WARNING, NO_WALL)
    if not is_active(GradeAcrossTheWall, steps, converter):
        return Finding("runs no test", State.PROBLEM, NO_TEST)
    return Finding("takes the same way as autograder grade")


def feedback_hooks(place: Place) -> Finding:
    """Whether ``nbgrader generate_feedback`` keeps hidden tests hidden."""
    place.demand("configuration")
    from nbgrader.converters import GenerateFeedback

    from autograder.nbgrader_hooks import FeedbackExporter

    converter = GenerateFeedback(coursedir=place.course.directory, config=place.course.config)
    if issubclass(converter.exporter_class, FeedbackExporter):
        return Finding("makes the pages of autograder feedback")
    return Finding("shows hidden tests", State.WARNING, SHOWN_TESTS)


def is_active(wanted: type, steps: list[Any], converter: Any) -> bool:
    """Whether a step is among those of a converter, and not disabled.

    Args:
        wanted: its class.
        steps: classes, or their import strings.
        converter: nbgrader's, with the course's configuration.

    Raises:
        CourseError: one of them is not there.
    """
    from traitlets.utils.importstring import import_item

    try:
        kinds = [import_item(step) if isinstance(step, str) else step for step in steps]
    except ImportError as error:
        raise CourseError(f"course_config.py names a step that is not there: {error}.") from error
    return any(issubclass(kind, wanted) and kind(parent=converter).enabled for kind in kinds)


def gradebook(place: Place) -> Finding:
    """Opens it, changes nothing, makes none."""
    place.demand("configuration")
    import sqlalchemy
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    url = sqlalchemy.make_url(place.course.db_url)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding(f"none yet at {shown}")
    try:
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        with engine.connect() as connection:
            found = connection.execute(sqlalchemy.text("SELECT version_num FROM alembic_version")).scalar()
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
        return Finding(f"{shown}: {str(error).splitlines()[0]}", State.PROBLEM, BAD_GRADEBOOK)
    newest = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    if found != newest:
        return Finding(f"{shown} has schema {found}, not {newest}", State.PROBLEM, BAD_GRADEBOOK)
    return Finding(f"{shown} opens; schema {found}")


def source(place: Place) -> Finding:
    """Reads every assignment."""
    place.demand("configuration")
    names = place.course.assignments()
    if not names:
        return Finding(f"no assignment in {place.course.path('source', '.', '')}", State.WARNING, NO_ASSIGNMENT)
    errors = []
    for name in names:
        try:
            place.course.assignment(name)
        except CourseError as error:
            errors.append(str(error))
    if errors:
        return Finding(f"cannot be read: {len(errors)} of {len(names)} assignments", State.PROBLEM, "\n".join(errors))
    return Finding(f"can be read: {', '.join(names)}")


def jupyter(_: Place) -> Finding:
    """The command, and that it is this environment's."""
    folder = Path(sys.prefix) / "bin"
    if not (folder / "jupyter-lab").exists():
        return Finding("no jupyter-lab here", State.WARNING, NO_JUPYTER)
    first = shutil.which("jupyter")
    if first and Path(first).parent.resolve() != folder.resolve():
        return Finding(f"{first} comes first on PATH", State.WARNING, OTHER_JUPYTER.format(folder=folder))
    return Finding(f"{versions('jupyterlab', 'nbgrader')} in {folder}")


def extensions(_: Place) -> Finding:
    """nbgrader's panels and buttons are enabled."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.extension.config import ExtensionConfigManager
    from jupyterlab_server.config import get_page_config

    manager: Any = ExtensionConfigManager(read_config_path=jupyter_config_path())  # it publishes no types
    server = manager.get_jpserver_extensions()
    missing = [f"{name} (server)" for name in SERVER_EXTENSIONS if not server.get(f"nbgrader.server_extensions.{name}")]
    page = get_page_config(jupyter_path("labextensions"))
    disabled = set(page["disabledExtensions"])
    there = LAB_EXTENSION not in disabled and LAB_EXTENSION in {each["name"] for each in page["federated_extensions"]}
    missing += [f"{p} (JupyterLab)" for p in LAB_PLUGINS if not there or f"{LAB_EXTENSION}:{p}" in disabled]
    if missing:
        return Finding(f"not enabled: {', '.join(missing)}", State.WARNING, NO_EXTENSIONS)
    return Finding(f"{', '.join(LAB_PLUGINS)} are enabled")
