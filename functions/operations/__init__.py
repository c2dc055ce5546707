"""The operations function: how deliveries went, and the quarantine, over HTTP."""
