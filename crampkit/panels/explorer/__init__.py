"""The explorer's panels, and the state they share."""
