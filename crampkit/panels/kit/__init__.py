"""What every panel is made of, and a panel at rest."""
