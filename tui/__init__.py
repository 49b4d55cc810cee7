"""The terminal interview. It holds no law: everything it shows comes from the core."""
