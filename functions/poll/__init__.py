"""The poll function: feeds that are fetched on a schedule."""
