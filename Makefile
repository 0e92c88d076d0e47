# Every command makes its own environment with the standard library's venv; nothing has to be installed by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest
# Two workers by default: the suite must fit a machine of two cores.
WORKERS ?= 2

# Whatever the environment says: what the tests start themselves begins a third sooner from compiled files.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check laws proof golden bench docs wheel clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint constraints.txt
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python -m engage.cli.demo

test: $(STAMP)
	$(PYTEST) -q -n $(WORKERS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The laws of the language on 10,000 examples each.
laws: $(STAMP)
	ENGAGE_LAWS=long $(PYTEST) -q -n $(WORKERS) tests/laws

# Crashes, kills and concurrency in their long forms.
proof: $(STAMP)
	ENGAGE_PROOF=long $(PYTEST) -q -n $(WORKERS) -s tests/plugins tests/runtime tests/proof

# Writes the golden files anew; review them with `git diff`.
golden: $(STAMP)
	ENGAGE_GOLDEN=accept $(PYTEST) -q -n $(WORKERS) tests

bench: $(STAMP)
	for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

docs: $(STAMP)
	$(PYTEST) -q tests/house

wheel: $(STAMP)
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) dist build demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
