# Two commands on a fresh machine: `make demo` and `make test`. `make check` is the fast gate.
.PHONY: help setup demo test check format bench soak clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup: ## both locked environments; nothing to do takes a blink
	@scripts/setup

demo: setup ## everything on one machine, with a demonstration portfolio; Ctrl-C ends it
	@exec .venv/bin/goodfaith demo

test: setup ## the whole test suite
	@scripts/test

check: setup ## format, lint, types, import rules
	@scripts/check

format: setup ## put the code in order
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --fix --quiet .

bench: setup ## the benchmarks, one JSON object a line
	@scripts/bench

soak: setup ## 20,000 messages on a bad day: each answered once, none lost; twenty minutes
	@.venv/bin/python -W ignore -m tests.soak

clean: ## remove environments and caches; state in var/ stays
	rm -rf .venv nlu/.venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
