"""What is printed or sent as a document: official documents, posters' texts, blank forms."""
