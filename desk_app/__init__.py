"""异地就医备案窗口: the counter program for out-of-area medical treatment filings."""

__version__ = "0.1.0"
__released__ = "2026-11-01"  # no clock that is right says an earlier day
