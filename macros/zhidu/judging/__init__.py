"""Is it right: every check of a project, the rules, the review of texts, and how findings are reported."""
