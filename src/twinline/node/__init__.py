"""The roof: settings, addresses, the ``twinline`` command and the demo."""
