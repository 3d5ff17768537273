"""``python -m twinline.node``: the command, where no ``twinline`` is on the path."""

from twinline.node.cli import main

main()
