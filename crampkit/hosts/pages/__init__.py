"""Lessons as static pages: the reader's own browser runs the same Python that made them."""
