"""What pages are put together from; nothing here decides, stores or calls a model."""
