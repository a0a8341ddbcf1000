"""What runs the DAX clients: their drivers, certificates, both sides of a call, and what is known of each client."""
