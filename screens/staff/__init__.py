"""What the windows of caller, board, evaluator, bench and maintenance share: sizes, words, the hall's line, running."""
