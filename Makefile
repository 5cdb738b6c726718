# Backfit: `make run` starts the site, `make test` tests it. Nothing needs to be there but Python 3.11.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
WORKERS ?= 2
ADDRESS ?= 127.0.0.1:8000
# Languages with a catalogue of their own; locale/en_GB holds words of packages alone.
LANGUAGES := $(filter-out en en_GB,$(notdir $(wildcard locale/*)))

# Tests and checks need a key, but no secret one.
test test-fast lint messages bench: export SECRET_KEY ?= a-key-for-tests-and-checks-alone

.PHONY: run test test-fast setup lint messages bench admin prepare clean

run: prepare
	@echo "Backfit is on http://$(ADDRESS) (stop it with Ctrl-C)"
	@exec $(BIN)/gunicorn backfit.wsgi:application --bind $(ADDRESS) --workers $(WORKERS) --log-level warning

# Everything short of the server: environment, .env, tables, content, static files. Quick when done before.
prepare: .venv/runtime .env
	@.ci/need pango
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content
	@$(MAKE) --no-print-directory --silent staticfiles/staticfiles.json

test: setup
	@.ci/need pango headless firefox gettext
	@if command -v npm >/dev/null; then for each in ical.js firefox html; do npm ci --prefix tests/$$each --ignore-scripts --silent --no-audit --no-fund || exit 1; done; fi
	$(BIN)/pytest --numprocesses 2 $(ARGS)

# The inner loop: what needs neither a browser nor PDFs, and is quick.
test-fast: setup
	$(BIN)/pytest --numprocesses 2 -m "not (browser or pdf or node or html or nginx or odd or slow)" $(ARGS)

setup: .venv/development

lint: setup
	@.ci/need pango
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	$(MANAGE) check_translations
	$(BIN)/python .ci/audit

# Extracts the words of templates and Python into locale/en, from which translators of a new language start,
# and into every language in locale/; compiles these. English itself needs no catalogue: its words are the messages.
messages: .venv/runtime
	@.ci/need gettext
	$(MANAGE) makemessages --locale en $(foreach each,$(LANGUAGES),--locale $(each)) --extension html,txt,py,css --add-location file --no-wrap --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --ignore 'var/*' --verbosity 0
	$(MANAGE) compilemessages --exclude en --ignore .venv --verbosity 0

# `make bench ARGS="--markdown docs/performance.md"` writes the table; --help tells of the rest.
bench: setup prepare
	@.ci/need wrk chromium postgresql redis node
	$(BIN)/python -m tests.benchmarks $(ARGS)

admin: prepare
	@$(MANAGE) make_admin

clean:
	rm -rf .venv staticfiles var

.venv/bin/python:
	@.ci/need venv
	@echo "Making the virtual environment .venv"
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing what Backfit runs on"
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/development: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing what Backfit and its tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@ .venv/runtime

# Collected and compressed anew only when a file, or what makes them, is newer.
staticfiles/staticfiles.json: .venv/runtime backfit/assets.py programs/sheets/fonts.py $(shell find static -type f) | .env
	@$(MANAGE) collectstatic --no-input --verbosity 0

.env:
	@umask 077; $(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > .env
	@echo "# A trial on this machine: /admin/ opens with a password alone. Take this line away before others can reach the site." >> .env
	@echo "ADMIN_SECOND_FACTOR=0" >> .env
	@echo "# Sample products are shown, so that there is something to see; 0 hides them from visitors." >> .env
	@echo "SHOW_SAMPLE_PRODUCTS=1" >> .env
	@echo "Made .env with a fresh SECRET_KEY"
