# One command for each thing that people do here; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
RUN := NO_MKDOCS_2_WARNING=1 $(VENV)/bin/python -W ignore::SyntaxWarning -m
READY := $(VENV)/.ready
BROWSER := $(VENV)/.browser
NODE := node_modules/.ready

.DEFAULT_GOAL := help
.PHONY: help serve build test check translations translate stamp edited fix anchors weight bench schema lint lock clean

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(READY) ## Read and edit the site on this machine, both languages, with reload
	$(RUN) mkdocs serve --no-strict

build: $(READY) ## Build the site into site/; fails when a number has no source
	$(RUN) mkdocs build --strict

test: $(READY) $(BROWSER) $(NODE) lint ## Prove it: data, prose, languages, links, weight, and every page in a browser
	$(RUN) pytest

check: $(READY) ## Check data and prose without building the site
	$(RUN) macros check

translations: $(READY) ## Show what is outdated or missing in each language, and why
	$(RUN) macros translations $(PAGE)

translate: $(READY) ## Scaffold a missing page or section: make translate PAGE=en/impact
	$(RUN) macros translate $(PAGE)

stamp: $(READY) ## Declare a translated page or section current: make stamp PAGE=en/impact
	$(RUN) macros stamp $(PAGE)

edited: $(READY) ## Say of an edit of the source: make edited PAGE="fr/impact#water" SAME="a typo", or URGENT="…"
	$(RUN) macros edited $(PAGE) $(if $(URGENT),--urgent "$(URGENT)",--same "$(SAME)")

fix: $(READY) ## Copy ids and macro calls from the source into the translations
	$(RUN) macros check --fix

anchors: $(READY) ## Add new permanent ids to the ledger, and show what changed
	$(RUN) macros anchors --add

weight: build ## Print requests and bytes of every page, and fail over budget
	$(RUN) macros weight --paint

bench: $(READY) ## Measure the build against stock MkDocs, side by side
	$(RUN) macros bench

schema: $(READY) ## Write the JSON Schema that editors use for docs/figures.yml
	$(RUN) macros schema

lint: $(READY)
	$(VENV)/bin/ruff check macros tests
	$(VENV)/bin/ruff format --check macros tests
	$(VENV)/bin/mypy

lock: $(READY) ## Write requirements.txt anew from pyproject.toml, with hashes
	$(VENV)/bin/pip-compile -q --extra dev --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file requirements.txt pyproject.toml

clean: ## Remove all that the other verbs made
	rm -rf $(VENV) site .site-* node_modules .cache .mypy_cache .ruff_cache .pytest_cache

$(READY): requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# The tests drive Chromium and check HTML with a Java program: Debian's for root on Debian,
# Playwright's own browser elsewhere, and one line that says what to install where neither works.
$(BROWSER): $(READY)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  missing=; \
	  command -v chromium >/dev/null || missing="chromium fonts-dejavu-core"; \
	  command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	  [ -z "$$missing" ] || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }; \
	elif ! command -v chromium >/dev/null; then $(VENV)/bin/playwright install chromium; fi || \
	  { echo 'The tests need Chromium and Java 17: on Debian, sudo apt-get install chromium default-jre-headless'; exit 1; }
	@command -v java >/dev/null || \
	  { echo 'The tests need Java 17: on Debian, sudo apt-get install default-jre-headless'; exit 1; }
# The ready files for servers are tried with the servers themselves where they can be had, and read elsewhere.
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! { command -v nginx && command -v caddy; } >/dev/null; then \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    nginx-light libnginx-mod-http-brotli-static caddy >/dev/null 2>&1 || true; \
	  systemctl disable --now nginx caddy >/dev/null 2>&1 || true; fi
	@touch $@

$(NODE): package-lock.json
	@command -v npm >/dev/null || { echo 'The tests need Node 20 with npm: https://nodejs.org'; exit 1; }
	npm ci --silent --no-audit --no-fund
	@touch $@
