"""What stands: the fold of entries into versions, standings and events. Pure."""
