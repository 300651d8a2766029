"""Controls and what they do, in plain Python: a part is drawn from an `ExplorerState`; a host shows it."""
