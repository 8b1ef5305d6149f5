"""What the `studio` command does, one file a command; each is a few lines over the workspace."""
