# Everything a person needs: make run, make test, make ask Q="…". `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 7860
# Extra arguments for pip. On Linux, a CPU build of torch saves several GB: give pip an index or a
# folder that has it, for example: make run PIP_ARGS="--extra-index-url …"
PIP_ARGS ?=
# Where `make eval` writes its pages.
EVAL_OUT ?= build/eval
SETS := eval/sets/mali.jsonl eval/sets/mali-parity.jsonl
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt $(PIP_ARGS)
export DIASPORA_TEST_ENCODERS ?= $(CURDIR)/$(VENV)/encoders

.DEFAULT_GOAL := help
.PHONY: help run ask index setup test soak waits check eval gate baseline lint browser screenshots clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: index ## serve the page on http://127.0.0.1:7860 (PORT= changes it)
	@$(BIN)/diaspora serve --port $(PORT)

ask: index ## answer a question in the terminal: make ask Q="Who supports TOKTEN?"
	@$(BIN)/diaspora ask "$(Q)"

index: $(VENV)/.installed ## build the index if it is missing or stale
	@$(BIN)/diaspora index build

setup: $(VENV)/.installed ## make .venv and install

test: $(VENV)/.installed-dev browser ## run all tests
	@$(BIN)/python -m pytest

soak: $(VENV)/.installed-dev ## run the long campaigns: mutated files, killed builds, crowds (half an hour)
	@$(BIN)/python -m pytest -m soak
	@SOAK=1 $(BIN)/python -m pytest tests/faults

waits: $(VENV)/.installed-dev index browser ## measure in a browser how long visitors wait, and keep the figures in eval/results
	@$(BIN)/python tests/ui/measure_page.py eval/results/page.md

eval: index ## print the own sets' figures and write a page for each below EVAL_OUT
	@$(BIN)/diaspora eval run $(SETS) --out $(EVAL_OUT)

gate: index ## exit 1 where answers are worse than the committed baseline by more than noise
	@$(BIN)/diaspora eval run eval/sets/mali.jsonl --against eval/results/mali-*.json

baseline: index ## replace the baseline that CI compares with, by the figures of this commit
	@rm -rf build/baseline
	@$(BIN)/diaspora eval run eval/sets/mali.jsonl --baseline build/baseline
	@rm -f eval/results/mali-*.json && mv build/baseline/mali-*.json eval/results/

check: lint test ## ruff, mypy, import-linter, profiles, tests

lint: $(VENV)/.installed-dev ## ruff, mypy, import-linter, profiles
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/diaspora corpus check

browser: $(VENV)/.installed-dev ## find or fetch the Chromium that the page is tested with
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	|| ls $(HOME)/.cache/ms-playwright/chromium-* >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium…" \
	     && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| $(BIN)/playwright install chromium

screenshots: $(VENV)/.installed-dev browser ## take the README's pictures from a page that is being served
	@$(BIN)/python tests/ui/take_pictures.py http://127.0.0.1:$(PORT) ui/pictures

clean: ## remove .venv and caches (the index stays in the data directory)
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Python 3.11 or later is needed; name one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (a few minutes the first time)…"
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need…"
	@$(PIP) -e ".[dev]"
	@touch $@
