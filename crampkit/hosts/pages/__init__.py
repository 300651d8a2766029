"""Pages: the lessons as static files, whose Python runs in the reader's own browser."""
