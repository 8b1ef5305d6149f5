"""The one SQLite file of a workspace: all SQL is here, one file a concept."""
