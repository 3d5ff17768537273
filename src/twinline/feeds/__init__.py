"""What is said: keys, canonical entries, signed trees, receipts and audiences.

Pure: nothing here opens a file or a socket or reads the clock. Bytes come in,
values or a named error come out. ``docs/format.md`` states every format so
that it can be implemented again without this code.
"""
