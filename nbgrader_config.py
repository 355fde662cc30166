c = get_config()  # noqa: F821  # defined by the loader
load_subconfig("course_config.py")  # noqa: F821
