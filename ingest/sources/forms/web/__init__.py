"""What the web hands out: feeds, exports of sites, lists of saved pages."""
