"""The commands of the store. Each reads its arguments and the clock, makes one call, and prints."""
