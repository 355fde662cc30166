"""Where submissions are graded: `local`, a pool of forked graders on this machine."""
