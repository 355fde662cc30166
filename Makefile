# The commands of this project. `make setup` is implied by all others and costs nothing when nothing has changed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo check test tests notebooks release-check verify
.DELETE_ON_ERROR:

setup: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# One class, played end to end in a fresh folder demo/.
demo: setup
	$(BIN)/python -m autograder.demo demo

# Formatting, lint and types.
check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Everything that must hold.
test: tests notebooks release-check verify

# The package's own tests.
tests: setup
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder tests

# The instructor's notebooks in real kernels.
notebooks: setup
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --nbval-lax source

# What students get is what the sources give.
release-check: setup
	for a in source/*/; do $(BIN)/autograder release --check "$$(basename $$a)" || exit 1; done

# The worth of every hidden test.
verify: setup
	$(BIN)/autograder verify
