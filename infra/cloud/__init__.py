"""A stack on AWS: deployed, looked at, paused. The commands `newswire deploy|status|pause|resume` are thin over it.

Account and region are those of the usual variables (AWS_PROFILE, AWS_DEFAULT_REGION).
"""
