"""The ingest function: the stories queue into the index."""
