"""Values and words in, HTML, tables and figures out: pure functions that know no `Case`."""
