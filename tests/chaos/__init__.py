"""What the product does when its processes are killed, many times over: `bin/test chaos`."""
