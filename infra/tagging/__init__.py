"""What makes the data of newswire.tagging: run by hand, its output committed."""
