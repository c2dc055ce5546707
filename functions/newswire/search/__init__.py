"""From a reader's query to a page of results: parameters -> tree -> the engine's request -> page."""
