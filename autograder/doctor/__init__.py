"""What ``autograder doctor`` looks at: this machine, and this course."""
