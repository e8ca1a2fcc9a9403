"""What schools send in, whatever way they send it: read, judged, kept, answered.

`workbook` and `statements` read; `store` keeps what is accepted, whole or not at all; `letters` says what is told to
whom; `inbox` goes through a folder.
"""
