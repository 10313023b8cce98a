"""What a user would pick instead: one engine a file, all with the same questions (`rivals.base.Engine`)."""
