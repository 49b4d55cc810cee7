"""What each release wrote, kept as it was: its records are verified for ever, and its casebook opens for ever."""
