"""What the voice reads of other programs, for whoever feeds it with anything: a mixer's words, a synthesizer's wave."""

from __future__ import annotations

from drivers.fuzzing import FuzzTarget
from drivers.speaker.mixer import headset_in
from drivers.speaker.waves import louder, samples_of, silence, wave_file

_CONTROLS = b"""numid=3,iface=MIXER,name='Master Playback Volume'
  ; type=INTEGER,access=rw---RW-,values=2,min=0,max=87,step=0
  : values=60,60
numid=16,iface=CARD,name='Front Headphone Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values=on
"""


def _hear(data: bytes) -> None:
    pcm = samples_of(data)
    if pcm is not None:
        louder(pcm, 0.5)


TARGETS = (
    FuzzTarget("speaker mixer", lambda data: headset_in(data.decode("utf-8", "replace")), [_CONTROLS]),
    FuzzTarget("speaker waves", _hear, [wave_file([silence(5)])]),
)
