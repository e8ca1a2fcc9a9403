"""Word and Excel files, the same bytes each time."""
