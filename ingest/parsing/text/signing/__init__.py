"""Who signs a text: its bylines, signatures and notes about authors."""
