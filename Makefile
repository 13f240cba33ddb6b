# make demo    set up, synthesise one province, measure it, publish it, and open the site with it
# make test    set up for development, run every test but those of `make nightly`
#              (those of the site again on PostgreSQL, when one answers at POSTGRES;
#              REQUIRE_POSTGRES=1 fails when none does; COVERAGE=1 measures which branches they reach)
# make lint    format, lint, types, imports of the Python code
# make check   lint and test: what CI runs, with COVERAGE=1
# make coverage  after COVERAGE=1: what no test reaches; fails under .ci/coverage-floor, raises it when it can
# make bench   measure speed and memory, print figures and ratios (BENCH=quick: a twentieth of it)
# make nightly what CI runs at night: Spark, runs that are killed, long pages of the docs, slow tests,
#              ten times the generated examples with new seeds
# make scan    weaknesses of what the locks install, and secrets in tracked files
#              (REQUIRE_NETWORK=1 fails when no server with advisories answers)
# make package  sdist and wheel, into dist/packages
# make sbom    bills of materials of what is installed and built, into dist/sbom
# make docs-site  the documentation as a site, into docs-site; fails at a link that leads nowhere
# make docs    write the generated parts of docs/reference again
# make lock    resolve the locks of requirements/ again (needs uv)
# make clean   remove what the targets above have made

PYTHON ?= python3
VENV ?= .venv
TOOLS ?= .venv-tools
BIN := $(VENV)/bin
DEMO ?= demo
DEMO_ARGS ?=
PYTEST_ARGS ?= --numprocesses=auto --dist=worksteal
BENCH ?= full
POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres
REQUIRE_POSTGRES ?= 0
COVERAGE ?= 0
MEASURE := $(if $(filter 1,$(COVERAGE)),--cov --cov-report=)
BUNDLE := src/ppaos/workflows/report/assets/bundle.js
SITE := src/ppaos/web/static/ppaos/site.js
PAGES := $(shell find frontend/report frontend/shared frontend/site frontend/build*.mjs -type f ! -name '*.test.mjs' 2>/dev/null)
ANSWERS = $(BIN)/python -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()' $(POSTGRES)
# Python compiles what is imported when it first is: most of what the libraries hold never is.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation --no-compile
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --universal \
	--python-version 3.11 --custom-compile-command "make lock"

.PHONY: setup demo test test-python test-postgres test-frontend lint check coverage nightly bench docs docs-site scan sbom package lock clean
.DELETE_ON_ERROR:

setup: $(VENV)/.dev $(BUNDLE) $(SITE)

demo: $(VENV)/.runtime $(BUNDLE) $(SITE)
	$(BIN)/ppaos demo --out $(DEMO) $(DEMO_ARGS)

test: test-python test-postgres test-frontend

test-python: $(VENV)/.dev $(BUNDLE) $(SITE)
	$(BIN)/python -m pytest $(PYTEST_ARGS) $(MEASURE)

# Pytest ends with 5 when PYTEST_ARGS choose none of these tests.
test-postgres: $(VENV)/.dev $(BUNDLE) $(SITE)
	@if $(ANSWERS) 2>/dev/null; \
	then PPAOS_DATABASE_URL=$(POSTGRES) $(BIN)/python -m pytest $(PYTEST_ARGS) tests/web tests/operations || [ $$? = 5 ]; \
	else echo "No PostgreSQL answers at $(POSTGRES): the site was tested on SQLite only."; [ $(REQUIRE_POSTGRES) != 1 ]; fi

test-frontend: frontend/node_modules/.installed
	cd frontend && npm test

lint: $(VENV)/.dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

coverage: $(VENV)/.dev
	$(BIN)/python .ci/coverage_floor.py

# `hypothesis` marks every test with generated examples.
nightly: $(VENV)/.dev $(BUNDLE) $(SITE)
	@command -v java >/dev/null || { echo "make nightly needs Java 17, for Spark"; exit 1; }
	$(BIN)/python -m pytest $(PYTEST_ARGS) --hypothesis-profile=nightly -m "spark or slow or hypothesis or nightly"
	@if $(ANSWERS) 2>/dev/null; \
	then PPAOS_DATABASE_URL=$(POSTGRES) $(BIN)/python -m pytest $(PYTEST_ARGS) -m "slow or nightly" tests/web tests/operations; \
	else echo "No PostgreSQL answers at $(POSTGRES): the site was tested on SQLite only."; [ $(REQUIRE_POSTGRES) != 1 ]; fi

docs: $(VENV)/.dev
	$(BIN)/python docs/make_reference.py

docs-site: $(TOOLS)/.tools
	NO_MKDOCS_2_WARNING=1 $(TOOLS)/bin/mkdocs build --clean

scan: $(TOOLS)/.tools
	$(TOOLS)/bin/python .ci/scan.py

package: $(VENV)/.build $(BUNDLE) $(SITE)
	rm -rf dist/packages
	$(BIN)/python -m hatchling build --directory dist/packages

# npm describes only what has a version: the front end's package, which is private, is given the program's.
sbom: $(TOOLS)/.tools $(VENV)/.dev
	rm -rf dist/sbom && mkdir -p dist/sbom/frontend
	for lock in runtime tools; do $(TOOLS)/bin/cyclonedx-py requirements requirements/$$lock.txt \
		--pyproject pyproject.toml --output-reproducible --output-file dist/sbom/python-$$lock.cdx.json || exit 1; done
	$(TOOLS)/bin/cyclonedx-py environment $(BIN)/python --output-reproducible \
		--output-file dist/sbom/python-development.cdx.json
	cp frontend/package.json frontend/package-lock.json frontend/.npmrc dist/sbom/frontend/
	cd dist/sbom/frontend \
		&& npm pkg set version="$$(sed -n 's/^__version__ = "\(.*\)"/\1/p' ../../../src/ppaos/version.py)" \
		&& npm sbom --package-lock-only --omit dev --sbom-format cyclonedx >../frontend.cdx.json \
		&& npm sbom --package-lock-only --sbom-format cyclonedx >../frontend-development.cdx.json
	rm -r dist/sbom/frontend

bench: $(VENV)/.dev $(BUNDLE) $(SITE)
	$(BIN)/python -m benchmarks --scale $(BENCH)

lock:
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml -o requirements/runtime.txt
	$(LOCK) requirements/tools.in -o requirements/tools.txt
	$(LOCK) --extra dev --extra spark --extra bench -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) $(TOOLS) $(DEMO) dist docs-site bench-data .coverage .coverage.* $(BUNDLE) frontend/node_modules
	find src/ppaos/web/static/ppaos -type f ! -name .gitignore -delete
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache .grimp_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PPAOS needs Python 3.11 or later; say make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.build: requirements/build.txt $(VENV)/.venv
	$(PIP) -r requirements/build.txt
	touch $@

$(VENV)/.package: pyproject.toml src/ppaos/version.py $(VENV)/.build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.runtime: requirements/runtime.txt $(VENV)/.package
	$(PIP) -r requirements/runtime.txt
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) -r requirements/dev.txt
	touch $@

# Apart from the program: a scanner cannot change what it scans.
$(TOOLS)/.tools: requirements/tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/tools.txt
	touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	touch $@

$(BUNDLE): frontend/node_modules/.installed $(PAGES)
	cd frontend && npm run build
	touch $@

# Made by the same build; made again when somebody has deleted it.
$(SITE): $(BUNDLE)
	test -s $@ || (cd frontend && npm run build)
	touch $@
