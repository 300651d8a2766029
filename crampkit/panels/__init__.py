"""Controls only: the one place that knows ipywidgets. Each widget observes a `Screen` and draws itself."""
