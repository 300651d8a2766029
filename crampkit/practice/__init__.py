"""Questions, cases and what becomes of their answers: pure, without widgets."""
