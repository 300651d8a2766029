"""Controls and what they do, in plain Python: each part draws itself from a `Screen`; a host shows it."""
