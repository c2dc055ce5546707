"""What the search engine needs to know: the mapping of the index, the lock file of the local node."""
