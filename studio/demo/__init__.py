"""The demo project: a small shop's support replies, so that every page shows something real without a key."""
