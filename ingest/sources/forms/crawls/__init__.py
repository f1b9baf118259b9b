"""Crawls of the web, and the answers of servers that they keep."""
