"""Which procurement procedures Belgian law allows for a purchase, and why: the core, without a screen."""

__version__ = "0.1.0.dev0"
