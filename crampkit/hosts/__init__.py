"""Where panels are shown."""
