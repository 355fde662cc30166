"""What was graded, in the formats of the tools that instructors already use: one module a format."""
