"""How far judges share a person's taste, how sure that is and what to rate next; pure numbers, no input or output."""
