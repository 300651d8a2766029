"""Sheets of paper: what a class does without a screen. Nothing on them is told by colour alone."""
