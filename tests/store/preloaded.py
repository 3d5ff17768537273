"""What a process that is about to be killed has loaded already."""

from tests.store import sayer

sayer.settle()

from twinline.store import acting, heads, ledger, saying  # noqa: E402, F401
