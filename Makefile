# Two commands matter: `make up` and `make test`. Both first make .venv when it is missing or the lock changed.
PYTHON ?= python3
UV = .venv/bin/uv pip
.DEFAULT_GOAL := help
.PHONY: help up test lint format lock package clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

up: .venv/installed ## start the stack with sample stories and print its address
	@.venv/bin/newswire up

test: .venv/installed ## run every test
	.venv/bin/pytest -n auto

lint: .venv/installed ## run ruff, mypy, import-linter, deptry and zizmor
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry functions
	.venv/bin/deptry infra --non-dev-dependency-groups local,dev --ignore DEP002
	.venv/bin/zizmor --offline --quiet .github

format: .venv/installed ## rewrite the code in the project's format
	.venv/bin/ruff format
	.venv/bin/ruff check --fix

lock: .venv/installed ## make requirements.lock anew from pyproject.toml
	$(UV) compile pyproject.toml --group local --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --upgrade --quiet --output-file requirements.lock

package: .venv/installed ## build the zip for Lambda and say what is in it
	@.venv/bin/python -m infra.package

clean: ## remove .venv and what the tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Newswire needs Python 3.11 or newer; name one with: make up PYTHON=/path/to/python3" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet uv==0.13.9
	$(UV) sync --python .venv/bin/python --require-hashes --quiet requirements.lock
	$(UV) install --python .venv/bin/python --no-deps --no-build-isolation --quiet --editable .
	@touch $@
