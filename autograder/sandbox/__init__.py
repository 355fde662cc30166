"""The student's side: a warm process to fork from, the isolation, the shell, and the one door (`Sandbox`)."""
