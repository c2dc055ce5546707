"""The push function: POST /v1/stories."""
