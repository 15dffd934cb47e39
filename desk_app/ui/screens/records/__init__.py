"""Records: find a filing, see it, print it again, change or cancel it."""
