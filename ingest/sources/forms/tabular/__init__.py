"""Tables in files that are no text: workbooks, Parquet, SQLite."""
