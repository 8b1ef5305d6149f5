"""The exact text and JSON schema a model is asked with; sends nothing and reads no reply."""
