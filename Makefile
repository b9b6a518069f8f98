# Two commands matter: `make run` shows the portal, `make test` says whether it holds.
# DB=postgres tests on PostgreSQL; PORT, HOST and PORTAL_DATA_DIR go to `make run`; ARGS goes to the test runner.

CANDIDATES := .venv/bin/python python3.13 python3.12 python3.11 python3.14 python3 python
PYTHON = $(shell for name in $(CANDIDATES); do \
	case "$$($$name --version 2>/dev/null)" in ("Python 3.1"[1-9]*|"Python 3."[2-9][0-9]*) echo $$name; break;; esac; done)
BOOTSTRAP = python=$(PYTHON); \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer was not found. Install it first, on Debian or Ubuntu: apt install python3 python3-venv"; exit 1; fi; \
	exec $$python portal/tools/bootstrap.py

.PHONY: run test chaos bench format messages python clean

run: export DJANGO_SETTINGS_MODULE = portal.settings.demo
run:
	@$(BOOTSTRAP) --then manage.py demo

test:
	@$(BOOTSTRAP) --test --then -m portal.tools.check $(ARGS)

chaos:
	@$(BOOTSTRAP) --test --then -m portal.tools.check --long $(ARGS)

bench:
	@$(BOOTSTRAP) --test --then -m portal.tools.bench

format:
	@$(BOOTSTRAP) --test --then -m portal.tools.check --format

messages:
	@$(BOOTSTRAP) --test --then -m portal.tools.messages update

python:
	@echo $(PYTHON)

clean:
	rm -rf .venv var .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage
	find apps portal locale -name __pycache__ -type d -prune -exec rm -rf {} + -o -name '*.mo' -type f -exec rm -f {} +
