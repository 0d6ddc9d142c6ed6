# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The code by which somebody without a name comes back to a complaint. Plain Python."""

import hashlib
import hmac
import secrets

#: 32 signs that nobody mixes up
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Signs that people read into a code, and what they stand for
READ_AS = str.maketrans("OIL", "011")
BITS = 128
LENGTH = 26
GROUP = 4
#: No code is typed with more signs than this, however it is grouped
TYPED_AT_MOST = 100


def make():
    """Return a new code, in groups that can be read out and typed."""
    number = secrets.randbits(BITS)
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normalise(typed):
    """Return the signs of a code however it was typed, or nothing if it is none."""
    if not isinstance(typed, str) or len(typed) > TYPED_AT_MOST:
        return ""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    signs = signs.translate(READ_AS)
    if len(signs) != LENGTH or set(signs) - set(ALPHABET):
        return ""
    return signs


def digest(typed, key):
    """Return what is kept of a code, or nothing if it is none.

    :param str typed: the code
    :param str key: the secret of the database
    """
    signs = normalise(typed)
    if not signs:
        return ""
    return hmac.new(key.encode(), signs.encode(), hashlib.sha256).hexdigest()
