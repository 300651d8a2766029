"""Where the lessons are shown: the only place that knows a toolkit."""
