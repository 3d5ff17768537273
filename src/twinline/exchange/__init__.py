"""Carried: parcels between nodes, over HTTP and on a stick, and how two nodes come to know each other.

What decides is pure: ``frames``, ``manifest``, ``parcel``, ``have``, ``conversation``, ``packing``,
``applying``, ``sealing``, ``cards`` and ``signatures`` open no file and no socket and are given the time.
The edges are ``files`` (the stick), ``client`` and ``views`` (HTTP) and ``commands``.
"""
