"""The record of a proposal and its workflow."""
