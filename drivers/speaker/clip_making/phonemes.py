"""Words into the voice model's phonemes: Mandarin through misaki, English through espeak-ng's IPA."""

from __future__ import annotations

import re
import subprocess

from misaki.zh import ZHG2P  # type: ignore[import-not-found,unused-ignore]

# The model learned one sign for a diphthong or an affricate; espeak-ng writes two. Longest first.
_ENGLISH = (
    ("ɜːɹ", "ɜɹ"), ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"), ("eɪ", "A"), ("tʃ", "ʧ"), ("ɔɪ", "Y"), ("oʊ", "O"),
    ("ɜː", "ɜɹ"), ("əl", "ᵊl"), ("ɪə", "iə"), ("ɚ", "əɹ"), ("r", "ɹ"), ("ɐ", "ə"), ("ɾ", "T"), ("ʔ", "t"), ("ː", ""),
)  # fmt: skip

_mandarin = ZHG2P()


def of_mandarin(text: str) -> str:
    return str(_mandarin(text)[0])


def of_english(text: str) -> str:
    """Each clause by itself: espeak-ng drops punctuation, and the pause with it."""
    clauses = re.split(r"([,.])\s*", text)
    return "".join(clause + " " if clause in (",", ".") else _ipa(clause) for clause in clauses).strip()


def _ipa(clause: str) -> str:
    if not clause.strip():
        return ""
    command = ["espeak-ng", "-q", "--ipa", "-v", "en-us", clause]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    for theirs, ours in _ENGLISH:
        said = said.replace(theirs, ours)
    return said
