"""The desk: a page in one's own browser for everything the commands do; no data leaves here."""
