"""Entering a proposal in steps: the form that the kelurahan, the kecamatan and Bappeda share."""
