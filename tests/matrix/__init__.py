"""Every address of the site, asked by everybody, about their own and about others' things."""
