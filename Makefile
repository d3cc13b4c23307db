# Eurocent: every target does all the set-up it needs; the second time that costs nothing.
# A machine needs Python 3.11 or newer, make and git; the rest is fetched or named.

# The first interpreter that is new enough.
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
# uv trusts what the machine trusts (an office proxy has its own certificate), where that is known.
UV = .venv/bin/uv $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),--system-certs)
STATE = $(or $(EUROCENT_HOME),.eurocent)
OUT = out

.DEFAULT_GOAL := help
.PHONY: help demo test campaign hostile bench lint format words lock setup clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 15

demo: setup ## run the reference projects, every period; reports go to out/
	@.venv/bin/eurocent demo --out $(OUT)

test: setup ## run all tests
	@.venv/bin/python requirements/system.py tests
	@.venv/bin/pytest -n 2 --dist loadfile

campaign: setup ## hold the equations over 10,000 generated claims (CLAIMS=...) and extracts (EXTRACTS=...), half an hour
	@CLAIMS=$(or $(CLAIMS),10000) .venv/bin/pytest -n 2 tests/properties/test_rules_*.py
	@EXTRACTS=$(or $(EXTRACTS),10000) .venv/bin/pytest -n 2 tests/properties/test_intake_conserves.py

hostile: setup ## read 400 honest and hostile files, and tell what was wrong, slow or large
	@.venv/bin/python -m tests.hostile.campaign

bench: setup ## time a check of 100,000 rows, and their way through all rules by rule module
	@.venv/bin/python -m benchmarks.reading
	@.venv/bin/python -m benchmarks.rules

lint: setup ## check style, types and the order of the rooms
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

format: setup ## lay out the code the house's way
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

words: setup ## gather new and changed sentences into the catalogues, to be translated
	.venv/bin/python -m schemas.locale.update

lock: setup ## work the lock out anew from pyproject.toml (UPGRADE=1: newest versions)
	$(UV) pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet \
		$(if $(UPGRADE),--upgrade) --output-file requirements/lock.txt

clean: ## remove the environment and the tools' caches; reports and state stay
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: .venv/.installed $(STATE)/.prepared

# The lock names every package with its hash, uv among them: pip fetches that one, which then
# fetches the rest, much quicker. Compiled at once, since uncompiled packages cost seconds a start.
.venv/.locked: requirements/lock.txt requirements/system.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, then make again."; exit 1; }
	@$(PYTHON) requirements/system.py environment documents
	@echo "Setting up the environment in .venv, once; this takes about a minute ..."
	@$(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/[^\]$$/p' requirements/lock.txt > .venv/uv.txt
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(UV) pip install --quiet --python .venv/bin/python --no-build --require-hashes \
		--compile-bytecode -r requirements/lock.txt
	@touch $@

.venv/.installed: pyproject.toml .venv/.locked
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation \
		--editable .
	@touch $@

# Prefect's home is migrated once, here; otherwise the first flow would wait for it.
$(STATE)/.prepared: .venv/.locked | .venv/.installed
	@mkdir -p -m 700 $(STATE)
	@.venv/bin/python -m flows.prepare
	@touch $@
