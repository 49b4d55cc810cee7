# make run    the program, in an environment that is made when it is missing or out of date
# make test   the checks and all tests that need nothing but Python
# make help   the other targets

PYTHON ?= python3
VENV ?= .venv
PYTHONS ?= 3.11 3.12 3.13
PYTEST_ARGS ?=

PY := $(VENV)/bin/python
STAMP := $(VENV)/.made
# Errors only, and the same on every machine: no question, no word about newer versions.
PIP := $(PY) -m pip --disable-pip-version-check --no-input -qq

# What the program needs at run time with all its extras; the forward-chaining engine stands apart.
EXTRAS := documents browser signatures
WHEELHOUSE := dist/wheelhouse
RUNTIME := -r constraints/runtime.txt $(EXTRAS:%=-r constraints/%.txt)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run env test check test-only test-packaging test-pythons test-system test-keys robust fuzz docs screens schema bench bench-questions prove mutate mutate-code wheelhouse test-wheels release clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name what; \
		do printf '%-16s %s\n' "$$name" "$$what"; done

run: $(STAMP) ## the program: the interview on a terminal, a worked example without one
	@$(VENV)/bin/wijzer

env: $(STAMP) ## the environment alone; PYTHON=… says with which Python, VENV=… where

test: check ## checks (ruff, mypy, import contracts, dead code), then all tests but those marked `system`, with coverage
	@$(MAKE) --no-print-directory test-only PYTEST_ARGS="$(COVERED) $(PYTEST_ARGS)"

check: $(STAMP) ## ruff, mypy, the import contracts and dead code
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) -m vulture

test-only: $(STAMP) ## the tests without the checks, on all cores; PYTEST_ARGS="-k word" picks some
	@$(PY) -m pytest -q -rs -m "not system" -n auto --dist worksteal $(PYTEST_ARGS)

# The parts of a program that no test reaches are not known to work.
COVERED := --cov=advisor --cov-branch --cov-report=term:skip-covered --cov-fail-under=95

test-packaging: $(STAMP) ## builds the wheel and the source distribution, installs them and runs them
	@$(PY) -m pytest -q -rs tests/packaging $(PYTEST_ARGS)

test-pythons: ## the tests on Python 3.11, 3.12 and 3.13, each in an environment of its own
	@for version in $(PYTHONS); do \
		python=; \
		for candidate in python$$version "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$version.*/bin/python; do \
			if "$$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$version')" 2>/dev/null; \
			then python=$$candidate; fi; \
		done; \
		if [ -z "$$python" ]; then echo "Python $$version: not found"; failed="$$failed $$version"; continue; fi; \
		echo "Python $$version:"; \
		$(MAKE) --no-print-directory test-only PYTHON="$$python" VENV=.venv-$$version || failed="$$failed $$version"; \
	done; \
	if [ -n "$$failed" ]; then echo "not passed on:$$failed"; exit 1; fi

test-keys: $(STAMP) ## walks through the interview against a model, 10,000 keys (minutes)
	@WIJZER_KEYS=10000 $(PY) -m pytest -q tests/tui/test_states.py

robust: $(STAMP) ## kills the program at 200 moments while it keeps answers, and looks whether any is lost (minutes)
	@WIJZER_KILLS=200 $(PY) -m pytest -q tests/desk/test_casebook.py -k killed

fuzz: $(STAMP) ## hostile input for every reader, for FUZZ_SECONDS each (30)
	@FUZZ_SECONDS=$${FUZZ_SECONDS:-30} $(PY) -m pytest -q tests/fuzz -n auto

docs: $(STAMP) ## the guides and the generated reference as a site, in build/docs
	@$(PY) docs/website.py build/docs && echo "build/docs/index.html"

screens: $(STAMP) ## pictures of the screens for the guides, in docs/screens, and a recording
	@$(PY) -m tests.tui.pictures docs/screens

schema: $(STAMP) ## writes the JSON Schemas of the rule files and of case files anew
	@$(PY) -c "import json; from advisor.rulefiles import json_schema; print(json.dumps(json_schema(), indent=2))" \
		> rules/rules.schema.json
	@$(PY) -c "import json; from advisor import caseschema, rulebase; \
		print(json.dumps(caseschema.case_schema(rulebase.load(None)), indent=2, ensure_ascii=False))" \
		> spec/case.schema.json

bench: $(STAMP) ## speed, as ratios to an empty Python process
	@$(PY) -m tests.bench.run

bench-questions: $(STAMP) ## how short the interview is, beside the optimum, a lower bound and the listed order (minutes)
	@$(PY) -m tests.bench.questions --list

prove: $(STAMP) ## proves the rules over every answer sheet and date
	@$(VENV)/bin/wijzer prove

mutate: $(STAMP) ## changes the law one place at a time and looks whether cases and proofs notice (minutes)
	@$(VENV)/bin/wijzer mutate tests/law

mutate-code: $(STAMP) ## changes the code of the engines one place at a time and looks whether a test notices (minutes)
	@rm -rf mutants && $(PY) -m tests.mutants

test-system: $(STAMP) ## tests with real programs; installs their Debian packages
	@which tmux soffice chromium pdftoppm >/dev/null || { apt-get update -qq && apt-get install -y -qq \
		--no-install-recommends tmux libreoffice-writer chromium poppler-utils; }
	@$(PY) -m pytest -q -rs -m system $(PYTEST_ARGS)

# Everything that a machine without network and without compiler needs, for the Python and platform of this one.
wheelhouse: $(STAMP) ## dist/wheelhouse: the program and all it needs, to install without network or compiler
	@rm -rf $(WHEELHOUSE) && mkdir -p $(WHEELHOUSE)
	@$(PY) -m build --no-isolation --wheel --outdir $(WHEELHOUSE) . >/dev/null
	@$(PIP) download --no-deps --only-binary :all: --dest $(WHEELHOUSE) $(RUNTIME)
	@$(PIP) wheel --no-deps --no-build-isolation --require-hashes --wheel-dir $(WHEELHOUSE) \
		-r constraints/durable-rules.txt
	@cp docs/install.md LICENSE $(WHEELHOUSE)/
	@echo "$(WHEELHOUSE): $$(ls $(WHEELHOUSE)/*.whl | wc -l) wheels; docs/install.md says how to install them"

test-wheels: $(STAMP) ## looks whether every wheel that the program needs exists for Windows on each Python
	@for version in $(PYTHONS); do \
		$(PIP) download --no-deps --only-binary :all: --platform win_amd64 --implementation cp \
			--python-version $$version --dest build/win-$$version $(RUNTIME) \
			&& echo "Python $$version on Windows: $$(ls build/win-$$version/*.whl | wc -l) wheels" || exit 1; \
	done

release: wheelhouse ## dist: wheel and source (each built twice, with the same bytes), list of parts, checksums
	@rm -rf build/again build/installed dist/*.whl dist/*.tar.gz
	@$(PY) -m build --no-isolation --outdir dist . >/dev/null
	@$(PY) -m build --no-isolation --outdir build/again . >/dev/null
	@for file in build/again/*; do cmp "$$file" "dist/$$(basename "$$file")" || exit 1; done
	@$(PYTHON) -m venv build/installed
	@build/installed/bin/python -m pip -qq --disable-pip-version-check install --no-index \
		--find-links $(WHEELHOUSE) 'procedurewijzer[documents,browser,signatures]'
	@test -x .venv-release/bin/cyclonedx-py || { $(PYTHON) -m venv .venv-release && \
		.venv-release/bin/python -m pip -qq --disable-pip-version-check install --no-deps -r constraints/release.txt; }
	@.venv-release/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--output-file dist/sbom.cdx.json build/installed/bin/python
	@cd dist && sha256sum *.whl *.tar.gz sbom.cdx.json > SHA256SUMS && cat SHA256SUMS

clean: ## removes the environments, the caches and what was built; never a record
	rm -rf .venv .venv-* build dist mutants .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find advisor tui tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Every package comes from the pins in constraints/: the one with a hash is built from the bytes that the hash names, and
# the last step may fetch nothing, so that a requirement which is not pinned, or is pinned outside its range, fails here.
$(STAMP): pyproject.toml $(wildcard constraints/*.txt)
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; \
	this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 …")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "making $(VENV) with Python $$($(PY) -c 'import platform; print(platform.python_version())')"
	@$(PIP) install $$(grep '^pip==' constraints/build.txt)
	@$(PIP) install --no-deps -r constraints/build.txt
	@$(PIP) install --no-deps --no-build-isolation --force-reinstall --require-hashes -r constraints/durable-rules.txt
	@$(PIP) install --no-deps --only-binary :all: $(RUNTIME) -r constraints/test.txt -r constraints/docs.txt
	@PIP_FIND_LINKS= $(PIP) install --no-index --no-build-isolation --editable '.[documents,browser,signatures,docs,test]'
	@touch $@
