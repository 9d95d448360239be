"""Whether a device node is a camera at all, asked before OpenCV touches it.

VIDIOC_QUERYCAP and its flags are the kernel's (include/uapi/linux/videodev2.h); [A]. A UVC camera has a second node
for its metadata.
"""

from __future__ import annotations

import os
import struct
from fcntl import ioctl

from drivers.camera.orders import End

QUERYCAP = 0x80685600  # _IOR('V', 0, struct v4l2_capability), 104 bytes
_ANSWER = struct.Struct("<16s32s32sIII12x")  # driver, card, bus_info, version, capabilities, device_caps
CAPTURE, STREAMING, OF_THE_NODE = 0x1, 0x04000000, 0x80000000


def takes_pictures(answer: bytes) -> bool:
    """By the capabilities of this node where the kernel tells them, else by those of the whole device."""
    *_, device, node = _ANSWER.unpack(answer)
    flags = node if device & OF_THE_NODE else device
    return bool(flags & CAPTURE and flags & STREAMING)


def refusal(path: str) -> End | None:
    """None for a camera. Blocks as long as the kernel does."""
    try:
        number = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except PermissionError:
        return End.NOT_ALLOWED
    except OSError:
        return End.NOT_OPENED
    try:
        answer = bytearray(_ANSWER.size)
        ioctl(number, QUERYCAP, answer)
        return None if takes_pictures(bytes(answer)) else End.NOT_A_CAMERA
    except OSError:
        return End.NOT_A_CAMERA
    finally:
        os.close(number)
