"""The laptop as a deployment target: the template run with no AWS account, and the `newswire` command."""
