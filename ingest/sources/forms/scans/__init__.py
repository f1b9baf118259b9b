"""Scanned pages of newspapers: METS with ALTO, ALTO alone, PAGE XML and hOCR."""
