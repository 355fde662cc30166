"""Names a kernel of its own, brings it along, and asks for it to be started with what it likes.

Deserves: 2 points.
Side effect: file.
"""

import json

ARGV = ["/bin/sh", "-c", "touch {shared}/{name}; exec python3 -m ipykernel_launcher -f $0", "<connection_file>"]


def hand_in(nb, folder):
    spec = {"argv": [part.replace("<", "{").replace(">", "}") for part in ARGV], "language": "python"}
    spec |= {"display_name": "mine", "env": {"PYTHONSTARTUP": "kernel.py", "PYTHONPATH": ".", "NBGRADER": "off"}}
    for place in ("kernels/mine", "share/jupyter/kernels/mine", ".local/share/jupyter/kernels/mine", "mine"):
        (folder / place).mkdir(parents=True)
        (folder / place / "kernel.json").write_text(json.dumps(spec))
    nb.metadata["kernelspec"] = {"name": "mine", "display_name": "mine", "language": "python", **spec}
    nb.metadata["language_info"] = {"name": "bash", "file_extension": "/../../{name}", "nbconvert_exporter": "script"}
    nb.metadata["papermill"] = {"input_path": "{course}", "parameters": {"kernel_name": "mine"}}
    nb.metadata["jupytext"] = {"formats": "ipynb,../../{name}//py:percent", "executable": "/bin/sh"}
