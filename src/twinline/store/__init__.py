"""What is kept: tables, the one door ``append``, reading, rebuilding and verifying."""
