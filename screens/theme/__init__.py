"""One visual language for every role: colours, sizes in millimetres, type, motion, words."""
