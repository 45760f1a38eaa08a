# make demo    set up, then read the bundled sample reports and print claims and events
# make test    set up, then run every test
# make check   lint, types and quick tests: under a minute, run before every commit
# make gate    quality floors: on our samples, and on annotated reports elsewhere (RIWAYA_EVAL names their folder)
# make floors  raise the floors to the figures reached; none is lowered
# make format  let ruff put code and imports in order
# make fuzz    ten minutes of broken pages, archives and feeds for the readers; FUZZ_SECONDS says how long
# make docs    write what the commands print now into README.md and docs/
# make speed   time reading as installed here and as compiled, beside a tokenizer (takes minutes: it compiles)
# make clean   remove everything that these commands made
#
# A fresh machine needs Python 3.11 or later and make; where venv is missing, it is installed with apt-get.

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
# annotated reports that are not part of the project; what needs them is skipped where they are not
RIWAYA_EVAL ?= ../shared/eval
FUZZ_SECONDS ?= 600
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip install -q
# the install is editable: only these need a new one
PROJECT := pyproject.toml hatch_build.py src/riwaya/__init__.py
# what the gazetteer and the verb forms are made from
BUILT_FROM := $(wildcard src/riwaya/gazetteer/*.py) src/riwaya/gazetteer_build.py $(wildcard src/riwaya/lexicons/*.py) \
	$(wildcard src/riwaya/text/*.py) $(wildcard src/riwaya/lexicons/data/*/*.tsv)

.PHONY: demo test check gate floors fuzz format docs speed clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed
	@$(BIN)/riwaya demo

test: $(VENV)/built
	@$(BIN)/python -m pytest -q -m "not external"

check: $(VENV)/built
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet || { echo "Not formatted: run 'make format'."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -m "not slow and not external"

gate: $(VENV)/built
	@RIWAYA_EVAL="$(RIWAYA_EVAL)" $(BIN)/python -m pytest -q -s -m quality

floors: $(VENV)/built
	@RIWAYA_EVAL="$(RIWAYA_EVAL)" $(BIN)/python tests/quality/update_floors.py

fuzz: $(VENV)/built
	@$(PIP) 'atheris>=2.3'
	@$(BIN)/python tests/fuzz/readers.py --seconds $(FUZZ_SECONDS)

format: $(VENV)/installed-dev
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

docs: $(VENV)/built
	@$(BIN)/python tests/contracts/pages.py

# compiled beside the checkout: a compiled module would hide the source that it was made from
COMPILED := build/compiled
speed: $(COMPILED)/installed
	@echo "As installed here:"; PYTHONPATH=src $(COMPILED)/venv/bin/python benchmarks/reading_speed.py --fresh
	@echo "Compiled:"; $(COMPILED)/venv/bin/python benchmarks/reading_speed.py --fresh

$(COMPILED)/installed: $(PROJECT) $(BUILT_FROM) $(shell find src -name '*.py' 2>/dev/null) $(VENV)/python-ready
	@rm -rf $(COMPILED) && mkdir -p $(COMPILED)
	@cp -r pyproject.toml hatch_build.py README.md LICENSE NOTICE src $(COMPILED)
	@$(PYTHON) -m venv $(COMPILED)/venv
	@HATCH_BUILD_HOOK_ENABLE_MYPYC=true $(COMPILED)/venv/bin/python -m pip install -q './$(COMPILED)[bench]'
	@touch $@

$(VENV)/python-ready:
	@test -n "$(PYTHON)" || { echo "riwaya needs Python 3.11 or later; none was found on the path." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Installing Python's venv module"; \
		package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		sudo=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$sudo apt-get -qq update && DEBIAN_FRONTEND=noninteractive $$sudo apt-get -qq install -y $$package; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python-ready $(PROJECT) $(BUILT_FROM)
	@echo "Installing riwaya into $(VENV); this builds the gazetteer and the verb forms"
	@$(PIP) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/python-ready $(PROJECT)
	@echo "Installing riwaya and its test tools into $(VENV); this builds the gazetteer and the verb forms"
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/installed $(VENV)/built

$(VENV)/built: $(VENV)/installed-dev $(BUILT_FROM)
	@$(BIN)/python hatch_build.py
	@touch $@ $(VENV)/installed

clean:
	@rm -rf $(VENV) dist build src/riwaya/_built .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
