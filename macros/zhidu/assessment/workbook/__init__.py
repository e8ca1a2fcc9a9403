"""The self-assessment as an Excel file: written, and read again when it comes back."""
