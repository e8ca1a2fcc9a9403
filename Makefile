# `make site` and `make test` are the two commands of README; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PORT   ?= 8000
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)  # of tests: one waits for its browser while others compute

export NO_MKDOCS_2_WARNING := 1
unexport PYTHONDONTWRITEBYTECODE  # compiled modules halve the start of every command

.DEFAULT_GOAL := help
.PHONY: help site serve demo check test lint style types walls suite acceptance bench shots icons lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

site: $(READY)  ## check the policies and build the site into site/
	$(BIN)/zhidu build
	@echo "make serve 可以在浏览器里看；site/ 放到任何网页服务器上都能用。"

serve: $(READY)  ## look at the site; an edit in policies/ shows at once
	$(BIN)/zhidu serve --port $(PORT)

demo: $(READY)  ## a county that there is none of: its site and reports in demo/
	$(BIN)/zhidu demo

check: $(READY)  ## only check the policies
	$(BIN)/zhidu check

lint: style types walls  ## style and types
style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
types: $(READY)
	$(BIN)/mypy
walls: $(READY)
	$(BIN)/lint-imports

test:  ## everything, in a real browser too
	@$(MAKE) --no-print-directory --jobs=2 types style walls suite
suite: style walls  # quick to fail; the types, which take longer, are checked meanwhile
	sh tests/tools/install-chromium.sh $(BIN)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

$(VENV)/.acceptance: $(READY) tests/acceptance/requirements.txt tests/acceptance/materialx.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/acceptance/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target .cache/materialx -r tests/acceptance/materialx.txt
	@touch $@

ENGINES := tests/acceptance/engines
$(ENGINES)/node_modules/.ready: $(ENGINES)/package-lock.json
	cd $(ENGINES) && npm ci --silent
	@touch $@

acceptance: $(VENV)/.acceptance $(ENGINES)/node_modules/.ready  ## what needs heavier peers or long: Zensical, Node, Chrome 78, Firefox, WebKit, LibreOffice, kills
	sh tests/tools/install-chromium.sh $(BIN)
	sh tests/tools/install-libreoffice.sh
	sh tests/tools/install-browsers.sh
	$(BIN)/python -m pytest -n logical --dist loadgroup tests/acceptance tests/torture

bench: site  ## speed and memory, as ratios against named peers
	$(BIN)/python tests/bench/whole.py
	$(BIN)/python tests/bench/annotate.py
	sh tests/tools/install-chromium.sh $(BIN)
	$(BIN)/python tests/bench/search.py
	$(BIN)/python tests/bench/checklists.py
	$(BIN)/python tests/bench/clerks_day.py site

shots: site  ## pictures of every page type on one contact sheet, in .cache/shots/
	sh tests/tools/install-chromium.sh $(BIN)
	$(BIN)/python tests/tools/shots.py

icons: $(READY)  ## draw the app's icons anew from the site's sign
	$(BIN)/python tests/tools/icons.py

lock: $(READY)  ## write requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --upgrade --quiet -o requirements.lock

clean:  ## remove what was made
	rm -rf site demo zhidu-offline-*.zip $(ENGINES)/node_modules build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis $(VENV)
	git clean -fdXq docs
