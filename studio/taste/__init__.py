"""A small model of one person's taste, trained on her ratings alone; it knows texts and numbers, and no store."""
