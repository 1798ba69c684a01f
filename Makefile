# De concert. `make` alone lists what can be done here.
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test duels bench lint format lock messages migrations run pictures screens

PORT ?= 8000
ARGS ?=
BIN := .venv/bin
DEMO := exec env DJANGO_SETTINGS_MODULE=config.settings.demo BASE_URL=http://localhost:$(PORT) \
	$(BIN)/python manage.py serve_demo

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: ## Set the demonstration network up and serve it (PORT=8000)
	@scripts/environment base
	@$(DEMO) --port $(PORT)

demo-reset: ## Make the demonstration network afresh; `make demo` then serves it
	@scripts/environment base
	@$(DEMO) --reset

test: ## Run the whole suite (ARGS="tests/people -k door", DATABASE_URL=postgres://…)
	@scripts/environment dev
	@$(BIN)/pytest -n auto $(ARGS)

duels: ## Two people decide at once, two hundred times, on SQLite and on PostgreSQL
	@scripts/environment dev
	@DUEL_ROUNDS=200 $(BIN)/pytest tests/concurrency $(ARGS)
	@DUEL_ROUNDS=200 DATABASE_URL=$(or $(DATABASE_URL),postgres://postgres@127.0.0.1:5432/concert_duels) \
		$(BIN)/pytest tests/concurrency $(ARGS)

bench: ## Measure (ARGS="latency rooms throughput outbox storm remarks"; alone on the machine)
	@scripts/environment dev
	@BIN=$(BIN) scripts/bench $(ARGS)

lint: ## Check style, types, floors, templates, migrations and production settings
	@scripts/environment dev
	@BIN=$(BIN) scripts/lint

format: ## Put the code in its usual form
	@scripts/environment dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

run: ## Serve the development site with debug pages (PORT=8000)
	@scripts/environment dev
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py runserver localhost:$(PORT)

migrations: ## Write the migrations that changed models need
	@scripts/environment dev
	@$(BIN)/python manage.py makemigrations

messages: ## Bring the English catalogue in step with the French sentences, and compile it
	@scripts/environment dev
	@$(BIN)/python scripts/messages.py

pictures: ## Approve how every page looks now (ARGS="-k home")
	@scripts/environment dev
	@BIN=$(BIN) scripts/pictures $(ARGS)

screens: ## Make the pictures of docs/screens afresh
	@scripts/environment dev
	@$(BIN)/python -m tests.look.screens

lock: ## Pin requirements again, with hashes, for Python 3.11.2 and later (needs uv)
	@command -v uv >/dev/null || { echo "uv is needed. Install it:  pipx install uv"; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes \
		--no-emit-index-url --no-emit-find-links requirements/base.in -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes \
		--no-emit-index-url --no-emit-find-links requirements/dev.in -o requirements/dev.txt
