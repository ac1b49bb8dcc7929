# make demo: see it work.  make test: prove it.  Both need only Python ≥ 3.11 and make on the machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# As a variable, so that what pip installs to build with has the same versions.
export PIP_CONSTRAINT := constraints.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-slow lint bench clean

demo: $(VENV)/installed
	@rm -rf demo && mkdir demo
	@$(BIN)/claimatlas init demo >/dev/null
	@$(BIN)/claimatlas map start --store demo -o demo/atlas.html >/dev/null
	@$(BIN)/claimatlas map thesis --store demo -o demo/thesis.svg >/dev/null
	@echo "Which policies wield hard power and erode soft power at once?"
	@echo
	@$(BIN)/claimatlas query --store demo -n wield-hard-erode-soft
	@echo
	@echo "Open demo/atlas.html in a browser: the essay as maps. demo/thesis.svg is the argument as a picture."

# Tests start commands and workers often: what was compiled is kept, also where the machine says that nothing be.
unexport PYTHONDONTWRITEBYTECODE

# By file: the commands of a document build on one another.
test: $(VENV)/installed-dev
	@./tests/needs-debian
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

# The same facts for more sizes, themes, texts and seeds, and what holds of anything for more of it.
test-slow: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n 2 --dist load -m "slow or hypothesis" --hypothesis-profile thorough

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# make bench: everything.  make bench ONLY=stores: a part.  make bench SIZE=1M: the stores, with a million claims.
bench: $(VENV)/installed-dev
	@$(PIP) --editable '.[benchmarks]'
	$(BIN)/python benchmarks/run.py $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

clean:
	rm -rf $(VENV) demo

# The files that say what to install are what the stamps depend on: nothing is installed twice.
$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) --editable '.[dev]'
	@touch $@
