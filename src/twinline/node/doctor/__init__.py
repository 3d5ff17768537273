"""Looking at a node as whoever runs it should: each thing in one line, how it stands, and what to do."""
