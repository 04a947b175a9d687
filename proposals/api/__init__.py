"""The record over HTTP: the same scope, the same `perform`, the same sentences as the pages."""
