# The studio's own commands; `make help` lists them. Needs Python 3.11 to 3.13 and a registry of Python packages, once.
# The README has the same steps as plain pip lines, for Windows.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?=

.PHONY: help start test bench kills soak lint reproduce lock wheel-test clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

start: $(VENV)/.installed ## open the studio (ARGS="--port 9000 --no-browser" passes options on)
	@$(BIN)/studio start $(ARGS)

test: $(VENV)/.installed-test ## run all tests (ARGS="-k rating" passes options on)
	$(BIN)/python -m pytest -n 2 $(ARGS)

bench: $(VENV)/.installed-test ## measure start-up, memory and speed, and print a table
	$(BIN)/python -m tests.bench $(ARGS)

kills: $(VENV)/.installed-test ## kill a run of 5,000 verdicts 20 times and count what was lost
	$(BIN)/python -m tests.bench kills

soak: $(VENV)/.installed-test ## 100,000 verdicts in one run: speed and memory from the first to the last
	$(BIN)/python -m tests.bench soak

lint: $(VENV)/.installed-test ## format check, lint, strict types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

reproduce: $(VENV)/.installed-test ## recompute the published figures from the data beside the checkout
	$(BIN)/python -m pytest -m reproduce $(ARGS)

wheel-test: $(VENV)/.installed-test ## build the wheel, install it in a clean environment, start it in an empty folder
	$(BIN)/python -m tests.packaging.wheel_check

consumers: $(VENV)-consumers/.installed ## let TRL, datasets, Inspect, DeepEval and promptfoo read every export (6 GB, once)
	HF_HUB_OFFLINE=1 $(VENV)-consumers/bin/python -m pytest tests/consumers -q $(ARGS)

lock: ## look for new versions of the dependencies and write both lock files
	PYTHON=$(PYTHON) tools/lock.sh

clean: ## remove the environment and all that was built
	rm -rf $(VENV) $(VENV)-consumers .consumers build dist .mypy_cache .ruff_cache .pytest_cache

# An environment of its own; the locked pip first, because it installs the rest in half the time of an old one.
$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "The studio needs Python 3.11, 3.12 or 3.13; none was found. Install one, then run this again."; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python could not make an environment (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@sed -n '/^pip==/,/[0-9a-f]$$/p' requirements.lock > $(VENV)/pip.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/pip.lock || { rm -rf $(VENV); exit 1; }

# Every package is named in the lock with its hashes, so nothing is resolved; the stamp makes later starts skip all this.
INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install -qq --no-compile)

$(VENV)/.installed: $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	@echo "Installing the studio into $(VENV) (once) ..."
	@$(INSTALL) --no-deps --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	@echo "Installing what the tests need into $(VENV) (once) ..."
	@$(INSTALL) --no-deps --require-hashes -r requirements-test.lock
	@touch $@

# An environment of its own: what other tools need must not decide what the studio gets. promptfoo comes by npm, with the
# Node it wants; where there is no npm its tests are skipped and say so.
$(VENV)-consumers/.installed: $(VENV)/pyvenv.cfg requirements-consumers.lock tests/consumers/package.json
	@echo "Installing what the consumers' tests need into $(VENV)-consumers (once) ..."
	@rm -rf $(VENV)-consumers && $(PYTHON) -m venv $(VENV)-consumers
	@$(if $(UV),$(UV) pip install --quiet --python $(VENV)-consumers/bin/python,$(VENV)-consumers/bin/python -m pip install -qq --no-compile) --no-deps --require-hashes -r requirements-consumers.lock
	@mkdir -p .consumers && cp tests/consumers/package.json .consumers/
	@if command -v npm >/dev/null; then npm install --prefix .consumers --no-audit --no-fund --silent; fi
	@touch $@
