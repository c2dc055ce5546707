"""The search function: the reading side of the HTTP API."""
