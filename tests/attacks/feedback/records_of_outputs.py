"""Writes records of outputs that no display function makes: attributes in image data, sizes, file names, odd types.

Deserves: 2 points.
Side effect: script.
"""

import nbformat

CELL = """
import sys

from IPython import get_ipython

BREAK = "\\"'><script>'{name}'</script><img src=x onerror='{name}'>"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
KINDS = (
    "image/png image/jpeg image/gif image/webp application/pdf text/html text/latex text/markdown text/vnd.mermaid "
    "application/javascript application/json application/vnd.jupyter.widget-view+json image/bmp text/x-python "
    "application/vnd.jupyter.widget-state+json application/vnd.plotly.v1+json text/vnd.mermaid text/css"
).split()
SIZES = {"width": "1 onload='{name}'", "height": BREAK, "unconfined": BREAK, "alt": BREAK, "needs_background": BREAK}
METADATA = {"filenames": dict.fromkeys(KINDS, BREAK), "isolated": True, "tags": [BREAK], **SIZES}
METADATA |= {kind: SIZES for kind in KINDS}
records = [{kind: BREAK} for kind in KINDS] + [{"image/png": PIXEL}, {"image/svg+xml": "<svg onload='{name}'>" + BREAK}]
records += [{BREAK: BREAK}, {"image/png": PIXEL + "\\" onload=\\"'{name}'"}, {"text/latex": "$\\\\href{javascript:'{name}'}{x}$"}]
shell = sys.modules.get("autograder.sandbox.shell")
for data in records:
    if shell:
        record = {"output_type": "display_data", "data": data, "metadata": METADATA if SIZED else {}}
        shell.session.outputs.items.append(record)
    else:
        get_ipython().display_pub.publish(data, METADATA if SIZED else {})
if shell:
    error = {"output_type": "error", "ename": BREAK, "evalue": BREAK, "traceback": ["\\x1b[31m" + BREAK]}
    shell.session.outputs.items += [error, {"output_type": "stream", "name": "stdout", "text": BREAK}]
"""


def hand_in(nb, folder):
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "text":
            cell.source = "SIZED = False" + CELL + "\ndef guess(): return BREAK\ndef numbers(): return [BREAK]"
    nb.cells.append(nbformat.v4.new_code_cell("SIZED = True" + CELL))
    nb.cells.append(
        nbformat.v4.new_code_cell("shell.session.outputs.items.append({'output_type': BREAK, BREAK: [BREAK]})")
    )
