# Every target sets up its own environment on first use; all it needs is Python 3.11+ (with venv and pip) and make.
#   make PYTHON=python3.12 test     another interpreter (for a new environment)
#   make ARGS="--lang en" demo      further arguments for demo, test and bench

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

# Programs are started as `python -m ...`: scripts in the environment break when a path is long or has spaces.
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
MUTANTS := $(VENV)/.mutants
# Folders with Python in them (mypy refuses one without).
CODE := src tests docs/conf.py $(if $(wildcard examples/*/*.py),examples) $(if $(wildcard benchmarks/*.py),benchmarks)

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types docs look bench bench-audit bench-stream bench-openfisca fuzz mutants test-spark clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

demo: $(RUNTIME) ## decide the four classes of the founding article
	@$(PY) examples/fugong/demo.py $(ARGS)

test: $(DEV) ## run the tests on all cores
	$(PY) -m pytest -n auto $(ARGS)

check: lint types test docs ## all that a change must pass

lint: $(DEV) ## check the style
	$(PY) -m ruff check .

types: $(DEV) ## check the types
	$(PY) -m mypy $(CODE)

docs: $(DEV) ## build the documentation into docs/_build/html
	$(PY) -m sphinx -q -W --keep-going -b html docs docs/_build/html

ROWS ?= 100000

fuzz: $(DEV) ## compare every engine with the interpreter on ROWS random cases
	cd tests && ROWS=$(ROWS) $(abspath $(PY)) fuzz.py

SAMPLE ?= 30

mutants: $(MUTANTS) ## break the rule language in SAMPLE ways a file and see what the tests notice (hours)
	SAMPLE=$(SAMPLE) $(PY) tests/mutants.py $(ARGS)

bench: $(DEV) ## run the benchmarks
	$(PY) -m pytest benchmarks --benchmark-only --benchmark-quiet $(ARGS)

test-spark: $(DEV) ## decide a small table on Spark; needs Java
	@$(PIP) install -e ".[spark]"
	$(PY) -m pytest -rs tests/check_spark.py $(ARGS)

look: $(DEV) ## the annotated example as pictures in build/look, by LibreOffice and poppler
	mkdir -p build/look
	$(PY) -m vocskills audit examples/rosters/fugong.xlsx --place 533323 -o build/look/fugong.audit.xlsx
	soffice --headless --convert-to pdf --outdir build/look build/look/fugong.audit.xlsx
	pdftoppm -r 110 -png build/look/fugong.audit.pdf build/look/page

bench-audit: $(DEV) ## measure a whole table of claims; ARGS="100000 1000000" are the rows
	$(PY) benchmarks/workload/run.py $(ARGS)

bench-stream: $(DEV) ## measure tables larger than memory, from file to file; ARGS="1000000 10000000" are the rows
	$(PY) benchmarks/workload/stream.py $(ARGS)

bench-openfisca: $(DEV) ## the same beside OpenFisca, in an environment of its own
	@$(PYTHON) -m venv .venv-openfisca
	@.venv-openfisca/bin/python -m pip --quiet --disable-pip-version-check --no-input install -r benchmarks/openfisca/requirements.txt
	$(PY) benchmarks/workload/run.py --openfisca .venv-openfisca/bin/python $(ARGS)

clean: ## remove what was built (the environment stays)
	rm -rf build dist mutants docs/_build .benchmarks .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path './.venv*' -prune -o -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. Stamps keep it from being set up again until pyproject.toml changes.

$(RUNTIME): pyproject.toml | $(PY)
	@echo "Installing vocskills into $(VENV) (once) / 正在安装到 $(VENV)（仅首次）" >&2
	@$(PIP) install -e .
	@touch $@

$(DEV): pyproject.toml | $(PY)
	@echo "Installing vocskills and its tools into $(VENV) (once) / 正在安装到 $(VENV)（仅首次）" >&2
	@$(PIP) install -e ".[dev]"
	@touch $(RUNTIME) $@

$(MUTANTS): $(DEV)
	@$(PIP) install -e ".[mutants]"
	@touch $@

$(PY):
	@$(PYTHON) -c '' 2>/dev/null || { \
	  echo "$(PYTHON) was not found or does not run. Install Python 3.11 or newer, or name it: make PYTHON=python3.11 ..." >&2; \
	  echo "找不到 $(PYTHON)，或无法运行。请安装 Python 3.11 或更高版本，或指明：make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  version=`$(PYTHON) --version 2>&1`; \
	  echo "vocskills needs Python 3.11 or newer; $(PYTHON) is $$version. Name a newer one: make PYTHON=python3.11 ..." >&2; \
	  echo "vocskills 需要 Python 3.11 或更高版本；$(PYTHON) 是 $$version。请指明更新的版本：make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python has no venv module. Debian, Ubuntu: sudo apt install python3-venv (for one version: python3.11-venv)." >&2; \
	  echo "此 Python 缺少 venv 模块。Debian、Ubuntu 请运行：sudo apt install python3-venv（特定版本：python3.11-venv）。" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
