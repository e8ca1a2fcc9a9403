"""Files → typed values: read strictly, judged by schema, with findings and where they stand."""

__all__ = [
    "disk",
    "documents",
    "fence",
    "findings",
    "model",
    "published_addresses",
    "schemas",
    "settings",
    "strict_yaml",
    "text",
]
