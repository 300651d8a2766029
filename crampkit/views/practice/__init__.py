"""Questions, cases and the learner's own record."""
