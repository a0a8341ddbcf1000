"""What runs the DAX clients: their drivers, both sides of a call, and what is known of each client."""
