"""What the load tests share: the wire, a server to start and stop, a verdict to print."""
