"""The evaluator on a counter: five equal grades, their reasons, and the right to say nothing."""
