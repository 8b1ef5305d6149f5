"""Asks judges about samples and pairs and reads what they say; a reply that cannot be read is never guessed."""
