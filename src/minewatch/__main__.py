"""`python -m minewatch`."""

from minewatch.cli import main

if __name__ == "__main__":
    main()
