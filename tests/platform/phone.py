# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer's phone that shows live codes, written from the design alone: its own base45, CBOR and
signature."""
import base64
import hashlib
import struct
import time

import nacl.signing

BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'


def base45(data):
    text = ''
    for at in range(0, len(data) - 1, 2):
        number = data[at] << 8 | data[at + 1]
        text += BASE45[number % 45] + BASE45[number // 45 % 45] + BASE45[number // 2025]
    return text + (BASE45[data[-1] % 45] + BASE45[data[-1] // 45] if len(data) % 2 else '')


def unbase45(text):
    data = b''
    for at in range(0, len(text), 3):
        group = [BASE45.index(char) for char in text[at:at + 3]]
        number = sum(digit * 45 ** place for place, digit in enumerate(group))
        data += number.to_bytes(2 if len(group) == 3 else 1, 'big')
    return data


def byte_string(data):
    return (b'\x58' + bytes([len(data)]) if len(data) < 256 else b'\x59' + struct.pack('>H', len(data))) + data


def now_step():
    return int(time.time()) // 15


class Phone:
    def __init__(self):
        self.key = nacl.signing.SigningKey.generate()
        self.public = base64.urlsafe_b64encode(bytes(self.key.verify_key)).decode().rstrip('=')

    def show(self, token, step=None, proven=None):
        """The live code of a token; proven: the token whose proof it carries."""
        step = now_step() if step is None else step
        cose = unbase45(token[4:])
        message = b'OVP1' + hashlib.sha256(unbase45((proven or token)[4:])).digest() + struct.pack('>Q', step)
        proof = self.key.sign(message).signature
        return 'OV2:' + base45(b'\x83' + byte_string(cose) + b'\x1a' + struct.pack('>I', step) + byte_string(proof))
