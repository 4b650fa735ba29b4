# `make site` and `make test` need Python 3.11 or newer and make, nothing else.
# Everything is installed into .venv, from requirements.txt and nowhere else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help site serve demo test lint bench soak lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

site: $(READY) ## Check the demo register and build the handbook from it
	@echo "== Checking the demo register"
	@$(BIN)/handbook check || [ $$? -eq 10 ]
	@echo "== Building the handbook"
	@$(BIN)/handbook build
	@echo "== Done. The handbook is in site/; look at it with: make serve"

serve: $(READY) ## Show the handbook in a browser and rebuild it at every change
	@$(BIN)/handbook serve

demo: $(READY) ## Write the demo register as an Excel file, register.xlsx
	@$(BIN)/handbook demo register.xlsx

test: lint ## Run the linters, the type checker and all tests
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not soak"

lint: $(READY) ## Run the linters and the type checker
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary

bench: $(READY) ## Measure speed and memory beside other tools (minutes)
	@PYTHONPATH=tests $(BIN)/python -m bench

soak: $(READY) ## Run the long tests; PAYLOADS=DIR tries the payloads of a folder as well
	@$(BIN)/python -m pytest -m soak

lock: ## Choose versions anew and write requirements.txt (needs uv)
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-annotate --no-emit-index-url --quiet \
		--custom-compile-command "make lock" --output-file requirements.txt

clean: ## Remove everything that was built or installed
	@rm -rf $(VENV) .build site .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The packages themselves: a second `make site` finds both stamps and installs nothing.
$(LOCKED): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and \"$(PYTHON)\" is not one. Install it, or name it: make PYTHON=python3.12 site" >&2; \
		exit 1; }
	@echo "== Setting up $(VENV) (the first time takes a few minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
