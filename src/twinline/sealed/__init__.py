"""Personal parts: kept on this node alone, each under a key of its own, read with a reason, erased on a date."""
