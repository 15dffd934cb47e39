"""Output: a layout turned into PDF bytes, stamped, laid over others, bound."""
