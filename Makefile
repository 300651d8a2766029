# Each target is one line. What to type: `make lab`, `make learn`, `make test`; `make` alone lists them all.
# Options go in ARGS: make lab ARGS=--no-browser

.DEFAULT_GOAL := help
.PHONY: help lab learn test test-all lint format check bench mutants runtime wheel shipped claims pins clean .venv ready ready-test

ifeq ($(OS),Windows_NT)
PYTHON ?= python
RUN := .venv/Scripts/python.exe
else
PYTHON ?= python3
RUN := .venv/bin/python
endif

help: ; @awk -F' ## ' '/^[a-z-]+:.* ## [a-z]/ {split($$1, name, ":"); printf "  make %-9s %s\n", name[1], $$2}' Makefile

lab: ready ; @$(RUN) -m crampkit.cli open $(ARGS) ## the lessons in JupyterLab
learn: ready ; @$(RUN) -m crampkit.cli open --learn $(ARGS) ## the lessons as pages, no code in sight
check: ready ; @$(RUN) -m crampkit.cli check $(ARGS) ## read the tables in data/ and name every problem
test: ready-test ; @$(RUN) tools/run_tests.py $(ARGS) ## everything: lint, types, tests, notebooks, browser
test-all: ready-test ; @$(RUN) tools/run_tests.py --all $(ARGS) ## the same, and what takes long: thousands of random catalogues
lint: ready-test ; @$(RUN) tools/run_tests.py --only lint ## formatting, lint and types alone
format: ready-test ; @$(RUN) -m ruff format . && $(RUN) -m ruff check --fix . ## format the code
bench: ready-test ; @$(RUN) tools/bench.py $(ARGS) ## how fast and how large it is, as tables; some of it: ARGS="--only opening"
mutants: ready-test ; @$(RUN) tools/mutants.py $(ARGS) ## which small changes of the program no test notices; an hour, or ARGS="--sample 60"
runtime: ready ; @$(RUN) -m crampkit.hosts.pages.runtime ## once, with a network: what a reader's browser needs to run the lessons
wheel: ready ; @$(RUN) -m crampkit.hosts.pages.runtime --carry build/runtime && $(RUN) -m uv build --wheel --build-constraint constraints.txt ## a wheel that carries the runtime, in dist/
shipped: ready ; @$(RUN) tools/write_shipped.py ## after a change of any table: note in data/shipped.json what is shipped
claims: ready-test ; @$(RUN) tools/write_claims.py ## after a change of numbers: work the lessons' claims out anew
pins: ready ; @$(RUN) tools/pin.py ## make constraints.txt anew from pyproject.toml
clean: ; @rm -rf .venv .venv.lock .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist ## remove what was installed and cached

# The script returns at once when nothing has changed. It, and not make, looks: it also sees a folder that
# was moved, a Python that was replaced and a set-up that was cut off, which leave every file's date alone.
.venv ready: ; @$(PYTHON) tools/install.py
ready-test: ; @$(PYTHON) tools/install.py --test
