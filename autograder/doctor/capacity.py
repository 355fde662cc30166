"""What this machine has, against what all sandboxes together may take."""

from autograder.capacity import core_count, memory_bytes
from autograder.doctor.finding import Finding, Place, State

GIB = 1 << 30

LITTLE_MEMORY = (
    "Set c.Autograder.workers in course_config.py to at most {most}, or lower memory_mb: where memory runs out, the "
    "kernel ends processes, and students lose exercises for it."
)
FEW_CORES = (
    "Set c.Autograder.workers in course_config.py to at most {most}: time limits are wall time, and code that waits "
    "for a core uses it up."
)


def memory(place: Place) -> Finding:
    """This machine's, against what all sandboxes together may take."""
    place.demand("configuration", "GPU")
    from autograder.limits import Limits

    settings, workers = place.course.settings, max(1, place.session.workers)
    layers = [{}, *settings.assignment_limits.values(), *settings.cell_limits.values()]
    each = max(Limits.of(settings.limits, layer).memory_mb for layer in layers) << 20
    have = memory_bytes()
    found = f"{have / GIB:.1f} GiB for {workers} × {each / GIB:.1f} GiB"
    if workers * each <= have:
        return Finding(found)
    return Finding(found, State.WARNING, LITTLE_MEMORY.format(most=max(1, have // each)))


def cores(place: Place) -> Finding:
    """This machine's, against what all sandboxes together compute on."""
    place.demand("configuration", "GPU")
    workers, threads, have = max(1, place.session.workers), place.session.threads, core_count()
    found = f"{have:g} for {workers} × {threads}"
    if workers * threads <= have or place.session.device != "cpu":
        return Finding(found)
    return Finding(found, State.WARNING, FEW_CORES.format(most=max(1, int(have // threads))))
