"""Newswire: agency news in, one clean, tagged, versioned story out, searchable in seconds."""
