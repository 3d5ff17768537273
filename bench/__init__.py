"""What Twinline costs: records per second, bytes, round trips and memory, beside the floor of the same run."""
