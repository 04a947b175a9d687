"""Understanding the sheets that offices keep: plain values in, plain values out, no Django."""
