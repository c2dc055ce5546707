"""The lifecycle function: what time alone does to stories."""
