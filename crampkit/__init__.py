"""Leg cramps in pregnancy: which cause fits, and when to refer.

It teaches; it never diagnoses a patient. A notebook needs one name: `Lab`.
"""

from crampkit.lab import Lab

__all__ = ["Lab"]
