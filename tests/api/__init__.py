"""The API against what nobody should send: wrong types everywhere, and whatever its own schema allows."""
