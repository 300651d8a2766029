"""The explorer: what is asked, the safety check, the ranking and why it stands so."""
