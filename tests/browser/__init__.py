"""JupyterLab and formgrader as people use them: a real browser, server, kernel, sandbox and gradebook."""
