# make run    set everything up and serve the archive at http://127.0.0.1:8000 (PORT= for another)
# make demo   serve an invented town's newspapers from an archive of their own (demo-data/)
# make test   run every test, in a process for each core; on PostgreSQL too where POSTGRES_URL is set
# make test-fast  run the tests but for the browser, PostgreSQL and those marked slow
# make check  check style, types, templates, migrations and deployment settings
# make bench  run the benchmarks, each beside a plain alternative
# make format format code and templates
# make pins   pin the newest versions that pyproject.toml allows

PY := .venv/bin/python
CSS_FORMAT := .venv/bin/css-beautify --indent-size=2 --end-with-newline --space-around-combinator \
	--preserve-newlines
# Each process has a database and folders of its own (tests/conftest.py). One that has run out of
# tests takes some from the others, in the order of the file: few files set up their servers twice.
RUN_TESTS := $(PY) -m pytest -n auto --dist worksteal

.PHONY: run demo test test-fast check bench format pins ready ready-dev

ready:
	@deploy/venv.sh requirements.txt

ready-dev:
	@deploy/venv.sh requirements-dev.txt

run: ready
	@exec $(PY) manage.py serve

demo: export DATA_DIR := $(or $(DATA_DIR),demo-data)
demo: export ARCHIVE_NAME := $(or $(ARCHIVE_NAME),The Port Alder Papers)
demo: export SEEDS := false
demo: ready
	@$(PY) manage.py make_demo
	@exec $(PY) manage.py serve

test: ready-dev
	$(RUN_TESTS) -m "not timed"
	@echo "Alone, what is bound to the clock."
	$(PY) -m pytest -m timed
	@if [ -n "$$POSTGRES_URL" ]; then \
		echo "Once more on PostgreSQL: models, store, imports, search, pages."; \
		DATABASE_URL="$$POSTGRES_URL" $(RUN_TESTS) -m "django_db and not (browser or timed)"; \
	elif [ "$$CI" = true ]; then \
		echo "POSTGRES_URL is not set: in CI the tests run on PostgreSQL too." >&2; exit 1; \
	else \
		echo "PostgreSQL was left out: POSTGRES_URL=postgres://… make test runs on it too."; \
	fi

test-fast: ready-dev
	$(RUN_TESTS) -m "not (browser or slow or timed)"

check: ready-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	find templates -name '*.html' | xargs .venv/bin/djade --check --target-version 5.2
	@if grep -rnE '^[[:blank:]]' templates --include='*.html'; then \
		echo "Lines of templates begin at the margin: make format does that." >&2; exit 1; \
	fi
	find static/css -name '*.css' | while read -r sheet; do \
		$(CSS_FORMAT) "$$sheet" | diff -u "$$sheet" - || exit 1; done
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check
	SITE_URL=https://archive.example $(PY) manage.py check --deploy --fail-level WARNING

bench: ready-dev
	@for part in benchmarks/*.py; do echo "== $$part"; $(PY) $$part || exit 1; done

format: ready-dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	find templates -name '*.html' | xargs .venv/bin/djade --target-version 5.2
	find templates -name '*.html' | xargs sed -i -E 's/^[[:blank:]]+//'
	find static/css -name '*.css' | while read -r sheet; do $(CSS_FORMAT) --replace "$$sheet"; done

pins: ready-dev
	.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
		--no-header pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
