"""One zip for Lambda, the same bytes on every build: `python -m infra.package`.

build.py puts together what ships; packing.py compiles and zips it, inside the one interpreter that compiler.py fetches.
"""
