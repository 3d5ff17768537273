"""What no other lint knows, and may not be in this repository."""

import sys

sys.exit(0)
