"""Shared libraries without what only a debugger reads: half of what the wheels hold."""

import struct

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, little-endian: both of Lambda's machines
_PROGRAM_HEADERS = struct.Struct("<Q")
_COUNTS = struct.Struct("<HH")
_SEGMENT = struct.Struct("<IIQQQQQQ")


def without_symbols(library: bytes) -> bytes:
    """Return a library up to the end of its last segment; what is no 64-bit ELF file as it is.

    The loader reads segments alone. Sections, and what lies behind the last segment (debug information, the symbols of
    static functions), are for linkers and debuggers.
    """
    if not library.startswith(_MAGIC):
        return library
    [start] = _PROGRAM_HEADERS.unpack_from(library, 32)
    size, count = _COUNTS.unpack_from(library, 54)
    end = start + size * count
    for number in range(count):
        _, _, offset, _, _, length, _, _ = _SEGMENT.unpack_from(library, start + size * number)
        end = max(end, offset + length)
    kept = bytearray(library[:end])
    struct.pack_into("<Q", kept, 40, 0)  # where the section headers are: nowhere
    struct.pack_into("<HHH", kept, 58, 0, 0, 0)  # their size and number, and which of them has the names
    return bytes(kept)
