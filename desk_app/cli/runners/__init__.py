"""The runners: what each command does."""
