"""Word and Excel files, the same bytes each time."""

__all__ = ["decisions_xlsx", "excel", "excel_cells", "form_xlsx", "word", "zip_archive"]
