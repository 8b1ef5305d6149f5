"""The doors to language models: one protocol, one file a vendor."""
