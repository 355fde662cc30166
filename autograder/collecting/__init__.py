"""Takes what an LMS lets instructors download into ``submitted/``."""
