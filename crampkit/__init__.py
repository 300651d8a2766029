"""Leg cramps in pregnancy: which cause fits, and when to refer."""
