"""The signs of the desk. Upper half Vietnam, lower half Laos, as on the strip: shape first, colour second."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

_UP = "M2 9.2a7 7 0 0 1 14 0z"
_LOW = "M2 10.8a7 7 0 0 0 14 0z"
_SIGNED_UP, _SIGNED_LOW = (f'<path class="line" d="M5.5 {y}h7"/>' for y in ("6.4", "13.6"))
_BOX = '<svg class="sign" viewBox="0 0 18 20" width="18" height="20" aria-hidden="true" focusable="false">{}</svg>'

_SIGNS = {
    "stated-VN": f'<path class="full vn" d="{_UP}"/><path class="open" d="{_LOW}"/>',
    "stated-LA": f'<path class="open" d="{_UP}"/><path class="full la" d="{_LOW}"/>',
    "on_paper-VN": f'<path class="full vn" d="{_UP}"/><path class="open" d="{_LOW}"/>{_SIGNED_LOW}',
    "on_paper-LA": f'<path class="open" d="{_UP}"/><path class="full la" d="{_LOW}"/>{_SIGNED_UP}',
    "agreed": f'<path class="full vn" d="{_UP}"/><path class="full la" d="{_LOW}"/>',
    "disputed": '<path class="half vn" d="M0 8.2a7 7 0 0 1 14 0z"/><path class="half la" d="M4 11.8a7 7 0 0 0 14 0z"/>',
    "withdrawn": f'<path class="open" d="{_UP}"/><path class="open" d="{_LOW}"/><path class="open" d="M1 17 17 3"/>',
    "released": f'<path class="open" d="{_UP}"/><path class="open" d="{_LOW}"/>'
    '<path class="line" d="M6 10h6M9.5 7.5 12 10l-2.5 2.5"/>',
    "done": '<path class="line" d="m3 10.5 4.2 4.2L15.2 6"/>',
    "todo": '<circle class="open" cx="9" cy="10" r="6"/>',
    "notice": '<path class="line" d="M9 3.5v8.2M9 15.2v1.3"/>',
    "out": '<path class="line" d="M4 10h10M10 5.5l4.5 4.5-4.5 4.5"/>',
    "in": '<path class="line" d="M14 10H4M8 5.5 3.5 10 8 14.5"/>',
    "danger": '<path class="danger" d="M9 2 17 17H1z"/><path class="cut" d="M9 7.5v4.6M9 13.8v1.2"/>',
    "light": '<circle class="open" cx="9" cy="10" r="6.5"/><path class="full" d="M9 3.5a6.5 6.5 0 0 1 0 13z"/>',
}
_DRAWN = {name: mark_safe(_BOX.format(inside)) for name, inside in _SIGNS.items()}  # noqa: S308 constants, no input


def sign(name: str) -> SafeString:
    """Return a sign as inline SVG without style or script."""
    return _DRAWN[name]


def standing(code: str, side: str = "") -> SafeString:
    """Return the sign of a standing; what one side states shows which side."""
    if code in ("stated", "on_paper"):
        return _DRAWN[f"{code}-LA" if side == "LA" else f"{code}-VN"]
    return _DRAWN.get(code, _DRAWN["todo"])
