"""The lessons as static pages, whose Python runs in the reader's own browser."""
