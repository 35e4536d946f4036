# Everything that CI checks, one recipe each; `just` runs what should pass before a commit.

default: lint types test

# Set up this checkout
setup:
    python3 -m venv .venv
    .venv/bin/pip install --quiet --editable '.[test,lint]'

test *args:
    .venv/bin/python -m pytest {{ args }}

lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .

types:
    .venv/bin/mypy

format:
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .

# Write the reference, the man page and the schemas off the program
docs:
    .venv/bin/python tools/reference.py

# How long look-ups take, against the least that such a program can do: docs/performance.md
startup *args:
    .venv/bin/python benchmarks/startup.py {{ args }}

# How building and asking grow with a dataset, beside other tools: docs/performance.md; some fifteen minutes
scale *args:
    .venv/bin/python benchmarks/scale.py --yaml {{ args }}

# What CI runs, from scratch
ci:
    .ci/run

# How many mutants of what is worked out are killed, and which survive; a quarter of an hour, and not part of CI
mutants:
    .venv/bin/pip install --quiet mutmut
    rm -rf mutants
    ulimit -v 8000000; HYPOTHESIS_PROFILE=quick .venv/bin/mutmut run  # there is one that never ends, and grows
    .venv/bin/python tools/mutants.py

# The properties with two thousand examples each
fuzz *args:
    HYPOTHESIS_PROFILE=thorough .venv/bin/python -m pytest {{ args }}

# Known vulnerabilities of what is installed with minewatch; fails where the service was not asked
audit:
    .venv/bin/python tools/audit.py
