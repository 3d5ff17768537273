"""PROGRAMS: what pages and commands do, over HTTP and in JSON, for programs that come in with a key of somebody's."""
