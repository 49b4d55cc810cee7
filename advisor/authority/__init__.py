"""Who decides in an authority: its profile, the law of its region, and what is worth a look in the profile."""
