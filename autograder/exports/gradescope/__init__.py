"""What the zip of `autograder.gradescope` runs in Gradescope's container."""
