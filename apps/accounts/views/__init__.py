"""Pages of signing in that are ours, allauth's where ours differ from them, and one's own settings."""
