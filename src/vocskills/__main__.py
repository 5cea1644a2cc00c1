"""``python -m vocskills`` is the command ``vocskills``."""

from vocskills.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
