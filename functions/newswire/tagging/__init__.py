"""What a story is about: topics now; people, organisations and places later. No I/O but the data files beside it."""
