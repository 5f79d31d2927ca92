"""Records, arithmetic and judgement: the standard library only, and no input or output."""
