# Twinline. `make help` lists what can be asked for. Needed: python3 (3.11 or newer), git, make.
#
# PYTHON=python3.13   use this Python        OFFLINE=folder   install from a folder of wheels
# ONCE=1              `make demo` ends by itself              SYSTEM=no    install no system package
# YEAR=2025           `make demo` fills both desks with a made-up year of work

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

SYSTEM_PYTHON := $(or $(PYTHON),$(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell command -v $(name)))),python3)
PY := .venv/bin/python
export PYTHON OFFLINE TO SYSTEM
# Some machines forbid Python to keep what it compiled; then each of the many processes of a test run compiles all anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test test-long bench lint format lock wheels clean node dev system

help: ## what can be asked for
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

demo: node ## two desks side by side, and their story in six lines (ONCE=1: then end; YEAR=2025: with a year of work)
	@.venv/bin/twinline demo $(if $(ONCE),--once) $(if $(YEAR),--example-year $(YEAR))

test: dev system lint ## lints, then the quick suite
	@$(PY) -m pytest -n auto --dist worksteal

test-long: dev system ## the slow suites
	@$(PY) -m pytest -m long

bench: dev ## records per second, beside the floor
	@$(PY) -m bench

lint: dev ## style, types, the order of the house, what may not be in it
	@$(PY) tools/lint.py

format: dev ## lay the code out as the lint wants it
	@$(PY) -m ruff check --quiet --fix . || true
	@$(PY) -m ruff format --quiet .

lock: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	@$(SYSTEM_PYTHON) tools/lock.py

wheels: ## fetch every package into the folder TO=, for OFFLINE=
	@$(SYSTEM_PYTHON) tools/setup.py wheels

clean: ## remove what make made: environment, demo, caches
	@rm -rf .venv demo build dist .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

node:
	@$(SYSTEM_PYTHON) tools/setup.py node

dev:
	@$(SYSTEM_PYTHON) tools/setup.py dev

system:
	@$(SYSTEM_PYTHON) tools/system.py
