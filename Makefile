# Everything a checkout can do. The programs and packages live in .venv, made on first use.

PYTHON ?= python3
VENV ?= .venv
PYTEST ?=
BENCH ?=

BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check bench screenshots clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 22

demo: $(VENV)/.installed ## install, and open the demo dictionary
	@$(BIN)/synotui demo

test: $(VENV)/.installed-test ## run the tests (PYTEST="-k review -x" to choose)
	$(BIN)/python -m pytest $(PYTEST)

check: ## everything .ci/run checks: tests, style, types, contracts, wheel, transformers
	PYTHON=$(PYTHON) .ci/run

bench: $(VENV)/.installed-bench ## time everything beside its peers, half an hour (BENCH="decision" to choose)
	$(BIN)/python benchmarks/all.py --peers $(VENV)/peers $(BENCH)

screenshots: $(VENV)/.installed-test ## take the README's pictures anew
	$(BIN)/python screenshots/take.py

clean: ## remove what was made here: .venv, builds, caches
	rm -rf $(VENV) .ci-work build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	find synotui tests benchmarks screenshots -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the last install, so that a second run installs nothing.
$(VENV)/.installed: pyproject.toml .ci/environment
	@.ci/environment "$(PYTHON)" "$(VENV)" .
	@touch $@

$(VENV)/.installed-test: pyproject.toml .ci/environment
	@.ci/environment "$(PYTHON)" "$(VENV)" '.[test]'
	@touch $@ $(VENV)/.installed

# A program that is only timed has an environment of its own, for it wants other versions.
$(VENV)/.installed-bench: pyproject.toml .ci/environment
	@.ci/environment "$(PYTHON)" "$(VENV)" '.[test,bench]'
	@.ci/environment "$(PYTHON)" "$(VENV)/peers/harlequin" harlequin
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed
