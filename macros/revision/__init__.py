"""What changes between two states of the handbook: words, clauses, duties, and whom it touches."""
