"""Every field that a node stores, shows or gives away, read from what it really stores, shows and gives away."""
