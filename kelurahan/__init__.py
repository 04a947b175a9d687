"""The desk of the kelurahan: entering proposals."""
