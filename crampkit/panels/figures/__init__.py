"""Figures that move."""
