"""Questions, cases, review and the learner's own record."""
