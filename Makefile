# Two commands are enough on a fresh machine with Python 3.11, pip and make: `make site` and `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

# uv makes the environment from uv.lock. Where the machine has none, pip puts it beside the environment.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo '"$(CURDIR)/.uv/bin/uv"')
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV

.PHONY: help site docs test check serve clean lock uv
.DEFAULT_GOAL := help

help:
	@echo 'make site    check the sources and build the site into site/'
	@echo 'make serve   the site while you write, at the address it prints'
	@echo 'make check   the sources, as CI checks them'
	@echo 'make test    everything that must pass: style, types, layers, tests'
	@echo 'make docs    the documentation of hostdoc, into build/documentation/'
	@echo 'make lock    bring uv.lock up to date with pyproject.toml'
	@echo 'make clean   remove what was made, the environment included'

site: check
	$(BIN)/mkdocs build --strict
	@echo 'built: open site/index.html'

serve: .venv/synced
	$(BIN)/mkdocs serve

docs: .venv/synced
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -f docs/mkdocs.yml
	@echo 'built: open build/documentation/index.html'

check: .venv/synced
	$(BIN)/hostdoc check

test: .venv/synced
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto

lock: uv
	$(UV) lock

clean:
	rm -rf .venv .uv site dist build .hostdoc_cache .hostdoc_cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/synced: pyproject.toml uv.lock hostdoc/version.py | uv
	$(UV) sync --frozen --all-extras --python "$(PYTHON)"
	@touch .venv/synced

uv:
	@$(UV) --version >/dev/null 2>&1 || "$(PYTHON)" -m pip install --quiet --target .uv 'uv>=0.9'
