# Lookalike. `make run` sets everything up the first time and opens the window.
#
#   make run [FOLDER=~/Pictures]   set up if need be, and open the window
#   make encoders                  CLIP and the networks of timm as well (torch; large)
#   make check                     all checks that need no torch
#   make test                      all checks; the same as .ci/run
#   make coverage                  which lines of core, analysis, store and messages no test runs
#   make test-long                 the checks that take minutes
#   make bench                     the numbers of BENCHMARKS.md
#   make package                   a folder that runs without Python, in dist/lookalike
#   make shots                     the screenshots of README.md
#   make sample                    the sample library, painted anew into resources/sample
#   make translations             the texts of the window in other languages, up to date
#   make fix                       format, and mend what ruff can
#   make clean, make distclean     remove what was built; and the environment too
#
# PYTHON=python3.12 chooses another Python (3.11 or newer).
# TORCH="torch==2.13.0+cpu torchvision==0.28.*" chooses a torch; one that is installed is kept.
# CONSTRAINTS= (empty) takes the newest versions in place of those that were tested.

SHELL := /bin/bash
VENV := .venv
# Where an environment has its programs, and what they end in, differs on Windows.
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python$(if $(filter Windows_NT,$(OS)),.exe)
PIP := $(PY) -m pip --disable-pip-version-check
PYTHON ?=
TORCH ?= torch torchvision
CONSTRAINTS ?= packaging/constraints.txt
FOLDER ?=
export FOLDER

TESTED := $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
READY := $(VENV)/.ready
ENCODERS := $(VENV)/.ready-encoders
DEV := $(VENV)/.ready-dev

.PHONY: setup encoders dev run lint check test coverage test-long bench package shots sample translations fix clean distclean

setup: $(READY)
encoders: $(ENCODERS)
dev: $(DEV)

$(PY):
	@packaging/find_python.sh "$(PYTHON)" > /dev/null
	"$$(packaging/find_python.sh "$(PYTHON)")" -m venv $(VENV)

$(READY): pyproject.toml $(wildcard $(CONSTRAINTS)) | $(PY)
	@packaging/system_libraries.sh
	$(PIP) install $(TESTED) -e .
	@touch $@

# torch first: when a CPU-only torch is there already, or is named in TORCH, it stays.
$(ENCODERS): $(READY)
	$(PIP) install $(patsubst %,'%',$(TORCH))
	$(PIP) install $(TESTED) -e '.[encoders]'
	@touch $@

$(DEV): $(READY)
	$(PIP) install $(TESTED) -e '.[dev,parquet]'
	@touch $@

run: $(READY)
	@folder="$$FOLDER"; \
	case "$$folder" in "~/"*) folder="$$HOME/$${folder#\~/}" ;; esac; \
	exec $(PY) main.py $${folder:+"$$folder"}

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy gallery resources packaging/sample main.py tests/ui
	$(BIN)/lint-imports --no-cache

# What torch is needed for is skipped, where it is not installed.
check: $(DEV) lint
	$(PY) -m pytest -q -m "not long"

test: $(DEV) $(ENCODERS) lint
	$(PY) -m pytest -q -m "not long"

# On the tests that these floors have, and those of the engine that go through the store. Not in
# `make test`: to watch the lines costs these 2 % of processor time, and the window's a quarter.
COVERED := tests/core tests/analysis tests/library \
    $(addprefix tests/engine/test_,$(addsuffix .py,messages deeds duplicates lessons find scan \
    likeness_requests index))
coverage: $(DEV)
	$(PY) -m pytest -q -m "not long" --cov --cov-report term $(COVERED)

test-long: $(DEV) $(ENCODERS)
	$(PY) -m pytest -q -m long --timeout 1800 -o faulthandler_timeout=1800

bench: $(DEV) $(ENCODERS)
	$(PY) -m tests.bench

package: $(DEV)
	$(PY) -m PyInstaller --noconfirm --clean --distpath dist --workpath build packaging/lookalike.spec
	packaging/check_bundle.sh dist/lookalike

shots: $(READY)
	$(PY) packaging/screenshots.py

sample: $(READY)
	PYTHONPATH=packaging $(PY) -m sample

translations: $(DEV)
	PYTHONPATH=packaging $(PY) -m translations

fix: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf build dist .coverage *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
