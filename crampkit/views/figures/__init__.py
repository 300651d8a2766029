"""Figures: values in, a drawing and its table out."""
