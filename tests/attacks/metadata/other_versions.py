"""Says that it is of another notebook format and of other versions of nbgrader's metadata.

Deserves: 2 points.
Side effect: points.
"""

VERSIONS = [1, 2, 99, "3", None, -1, [3], True]


def hand_in(nb, folder):
    nb.metadata["orig_nbformat"], nb.metadata["signature"], nb.metadata["name"] = 2, "sha256:0", "work"
    tests = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for number, cell in enumerate(tests):
        meta = cell.metadata.nbgrader
        meta.schema_version = VERSIONS[number % len(VERSIONS)]
        meta.cell_type, meta.checksum = "markdown", "0" * 32
        if number % 3 == 1:
            meta.pop("points")
            meta.pop("locked")
        if number % 3 == 2:
            cell.source = "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n" + cell.source + "\n1.0"
