"""Decides the four Fugong classes: ``python examples/fugong/demo.py [--lang zh|en] [--json]``."""

from pathlib import Path

from vocskills.demo import main

if __name__ == "__main__":
    raise SystemExit(main(Path(__file__).parent))
