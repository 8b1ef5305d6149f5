"""Hands curation what the store holds: candidates one input at a time, and the papers that go with a dataset."""
