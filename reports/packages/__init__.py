"""Packages: many reports in one zip, made every night and when a stage of the year ends, for Bappeda and kecamatan."""
