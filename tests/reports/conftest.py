"""The rooms' tests share the fact table of tests/figures and the world of this folder."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "figures")]
