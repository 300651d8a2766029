"""A lesson's panels."""
