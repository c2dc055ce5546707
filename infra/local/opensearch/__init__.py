"""A real OpenSearch node on the laptop: fetched once, verified against a lock file, started as a child process.

    home = install(Console())
    with Node.start(home, folder) as node:
        ...node.url...

lock -> artifacts (a verified home) -> node (one running process); startup_cache makes later starts faster.
"""
