"""`python -m engage.cli`: the command line where the script is not on the path."""

from __future__ import annotations

from engage.cli import main

main()
