"""The parts of a lesson that are read."""
