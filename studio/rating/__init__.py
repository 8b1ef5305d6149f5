"""What she rates next and why: picks whose chance is always known; it draws no page."""
