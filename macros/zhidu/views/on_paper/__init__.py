"""What is printed or sent as a document: official documents, posters" texts, texts with pinyin, blank forms."""

__all__ = [
    "change_notice",
    "handover",
    "lists",
    "official_document",
    "paper",
    "printed_text",
    "record_forms",
    "sounded",
    "worksheet",
]
