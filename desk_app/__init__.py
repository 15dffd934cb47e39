"""异地就医备案窗口: the counter program for out-of-area medical treatment filings."""

__version__ = "0.1.0"
