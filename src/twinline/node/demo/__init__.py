"""Two desks side by side, and one story told on them. Everything in it is done by the product itself."""
