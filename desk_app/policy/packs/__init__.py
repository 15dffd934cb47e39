"""Rule packs: read, checked, put together for a region and a day, updated."""
