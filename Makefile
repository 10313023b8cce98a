.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

# `--inexact` keeps the uv that does the installing.
.venv/ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Filiation needs Python 3.11 or later.")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --locked --inexact --quiet
	@touch $@

run: .venv/ready ## Set up, serve the site from this machine, and open it
	$(BIN)/filiation serve --open

test: .venv/ready ## Set up, and run the tests
	$(BIN)/python -m pytest -n auto --dist loadgroup -q

check: .venv/ready ## Lint, types, layers between rooms, drift of docs and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/messages.py --check
	$(BIN)/python scripts/generate_cli_docs.py --check
	$(BIN)/python scripts/generate_letters_table.py --check
	$(BIN)/python scripts/generate_law_table.py --check

format: .venv/ready ## Format the code
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

docs: .venv/ready ## Make anew what is generated from the code
	$(BIN)/python scripts/messages.py
	$(BIN)/python scripts/generate_cli_docs.py
	$(BIN)/python scripts/generate_letters_table.py
	$(BIN)/python scripts/generate_law_table.py

clean: ## Remove what the other targets made
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.PHONY: help run test check format docs clean
