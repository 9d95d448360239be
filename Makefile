# The commands a person types. Everything they need is made ready first, by `prepare`.

PYTHON ?= python3
ARGS ?=
OUR_PYTHON := .venv/bin/python

.PHONY: help prepare run test bench journey wheel lock docs clean failover power-loss fuzz proof-page city-postgres any-order simulate kill proxy load city-failover fuzz-devices ticket

help:
	@echo 'make run      everything on this machine: five windows with a display, the journey without (ARGS="--full-screen")'
	@echo 'make test     lint, types, the import rule and every test'
	@echo 'make city-postgres  the city alone, two workers on a PostgreSQL server that it makes and runs itself'
	@echo 'make bench    the table of measured figures (ARGS="--json", ARGS="--quick")'
	@echo 'make journey  the whole chain by itself; pictures and journey.json in build/journey/'
	@echo 'make ticket   a ticket'\''s template as a picture, drawn anew when the file changes (ARGS="FILE --paper 58")'
	@echo 'make power-loss   every power cut that the books'\'' writes and syncs allow, each opened (ARGS="--quick")'
	@echo 'make fuzz         odd requests to every interface, and then the next one (ARGS="--quick")'
	@echo 'make fuzz-devices  a million odd frames to every codec of every device (ARGS="--quick")'
	@echo 'make kill         1,000 kills of terminal, hall and city; papers, books and city agree (ARGS="--quick")'
	@echo 'make failover     the hall'\''s first node killed again and again, its network torn (ARGS="--quick")'
	@echo 'make proxy        thousands of visits over lines that spoil a third of all exchanges (ARGS="--quick")'
	@echo 'make simulate     a million tickets in seeded days of trouble (ARGS="--quick", "--only SEED", "--jobs 2", "--minutes 8 --on")'
	@echo 'make any-order    a property: whatever happens in whatever order, hands, books and city agree (ARGS="--quick")'
	@echo 'make load         a crowd at a hall, a thousand terminals at a city; nobody waits for another (ARGS="--quick", "--only PART")'
	@echo 'make city-failover  the leading one of three database servers is lost, again and again (ARGS="--quick")'
	@echo 'make proof-page   writes docs/proof.md from the reports of the proofs in build/proof/'
	@echo 'make wheel    the installable package, in dist/'
	@echo 'make docs     writes docs/configuration.md and kiosk.example.toml from the schema'
	@echo 'make lock     writes requirements.lock anew (needs uv, or fetches it)'
	@echo 'make clean    removes what was built; the virtual environment too'

prepare:
	@$(PYTHON) -m kiosk.operation.prepare

# exec and the parent's number: when make goes, however it goes, the launcher and its children go too
run: prepare
	@HALL_KIOSK_PARENT=$$PPID exec $(OUR_PYTHON) main.py $(ARGS)

test:
	@$(PYTHON) -m kiosk.operation.prepare --for tests
	@exec $(OUR_PYTHON) -m tests.house.checks

# a PostgreSQL server of its own in the state folder, two workers before it (ARGS="--state FOLDER --config FILE")
city-postgres:
	@$(PYTHON) -m kiosk.operation.prepare --for city-server
	@HALL_KIOSK_PARENT=$$PPID exec $(OUR_PYTHON) main.py city --with-postgres --workers 2 $(ARGS)

bench: prepare
	@HALL_KIOSK_PARENT=$$PPID exec $(OUR_PYTHON) main.py benchmark $(ARGS)

ticket: prepare
	@exec $(OUR_PYTHON) -m drivers.receipt_printer.preview $(ARGS)

journey: prepare
	@HALL_KIOSK_PARENT=$$PPID exec $(OUR_PYTHON) main.py journey $(ARGS)

proxy: prepare
	@exec $(OUR_PYTHON) -m tests.proof.proxy $(ARGS)

simulate: prepare
	@exec $(OUR_PYTHON) -m tests.simulation $(ARGS)

failover: prepare
	@exec $(OUR_PYTHON) -m tests.proof.failover $(ARGS)

kill: prepare
	@exec $(OUR_PYTHON) -m tests.proof.kill $(ARGS)

any-order: prepare
	@exec $(OUR_PYTHON) -m tests.proof.any_order $(ARGS)

power-loss: prepare
	@exec $(OUR_PYTHON) -m tests.proof.power_loss $(ARGS)

fuzz: prepare
	@$(OUR_PYTHON) -m tests.proof.fuzz $(ARGS)
	@exec $(OUR_PYTHON) -m tests.proof.fuzz_devices $(ARGS)

fuzz-devices: prepare
	@exec $(OUR_PYTHON) -m tests.proof.fuzz_devices $(ARGS)

load: prepare
	@exec $(OUR_PYTHON) -m tests.proof.load $(ARGS)

city-failover: prepare
	@exec $(OUR_PYTHON) -m tests.proof.city_failover $(ARGS)

proof-page: prepare
	@exec $(OUR_PYTHON) -m tests.proof.page

wheel: prepare
	@$(OUR_PYTHON) -m hatchling build -t wheel

docs: prepare
	@$(OUR_PYTHON) -m kiosk.operation.configuration.pages

lock: prepare
	@$(OUR_PYTHON) -m venv build/uv && build/uv/bin/python -m pip install -q uv
	@build/uv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
