"""Is it right: every check of a project, the rules, the review of texts, and how findings are reported."""

__all__ = ["check", "explain", "report", "review", "rules", "taken_away"]
