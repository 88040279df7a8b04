# The newcomer's two commands are `make run` and `make test`.
PYTHON_IN_VENV := .venv/bin/python
PORT ?= 8000
TEMPORARY_SERVERS := $(PYTHON_IN_VENV) -m ptsp_portal.servers --temporary --
export PORT
export PYTHONUNBUFFERED := 1
# Compiled modules are kept, whatever the caller's shell says: else each process compiles everything anew, 8 s of the processor.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help run test lint test-browser drill bench messages lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: ## Run the whole portal on this machine (PORT=8000), with demo data; Ctrl-C stops it
	@deploy/bootstrap.sh runtime servers
	@exec $(PYTHON_IN_VENV) manage.py up

test: ## Lint, import contracts, migrations check and all tests, against real PostgreSQL and Valkey
	@deploy/bootstrap.sh runtime servers dev
	$(TEMPORARY_SERVERS) sh -c '$(PYTHON_IN_VENV) -m tests.template_database & template=$$!; \
		$(MAKE) --no-print-directory lint \
		&& $(PYTHON_IN_VENV) manage.py makemigrations --check --dry-run --settings=ptsp_portal.settings_test \
		&& $(PYTHON_IN_VENV) manage.py compile_texts --settings=ptsp_portal.settings_test \
		&& wait $$template && exec $(PYTHON_IN_VENV) -m pytest -n 2 --dist worksteal -q $(ARGS)'

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports

test-browser: ## The journeys in a real browser (Chromium)
	@deploy/bootstrap.sh runtime servers dev browser
	@$(PYTHON_IN_VENV) manage.py compile_texts --settings=ptsp_portal.settings_test
	$(TEMPORARY_SERVERS) $(PYTHON_IN_VENV) -m pytest -q $(ARGS) tests/browser

drill: ## Kill, stop and restart things, and see that nothing is lost
	@deploy/bootstrap.sh runtime servers dev
	$(TEMPORARY_SERVERS) $(PYTHON_IN_VENV) -m pytest -q $(ARGS) tests/drills

bench: ## Measure what docs/performance.md records
	@deploy/bootstrap.sh runtime servers dev
	$(TEMPORARY_SERVERS) $(PYTHON_IN_VENV) -m bench $(ARGS)

messages: ## Collect the texts to translate into locale/, and compile the translations
	@deploy/bootstrap.sh runtime servers dev
	$(PYTHON_IN_VENV) manage.py extract_texts --settings=ptsp_portal.settings_test
	$(PYTHON_IN_VENV) manage.py compile_texts --settings=ptsp_portal.settings_test

lock: ## Lock the requirements again (UPGRADE=--upgrade takes the newest that fit)
	@deploy/bootstrap.sh runtime servers dev
	@for set in installer runtime servers dev; do \
		(cd requirements && ../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url $(UPGRADE) $$set.in -o $$set.txt) || exit 1; done
