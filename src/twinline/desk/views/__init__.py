"""Thin views: translate the request, make one call, translate the answer."""
