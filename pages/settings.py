"""Settings."""

from studio.ui.frame import page_frame

page_frame("Settings")
