"""Invented tickets of every kind, to look at a template with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.ports.devices import TicketSlip

_USUAL = TicketSlip(
    hall="青岚市政务服务中心",
    label="A017",
    item="城乡居民养老保险参保登记",
    department="市人力资源和社会保障局",
    kind="绿色通道",
    holder="张*丰  尾号2217",
    ahead="前面等候 6 人",
    estimate="预计等待 约 12–20 分钟",
    where="2 楼 3、5、6 号窗口",
    taken_at="2026-11-23 09:43",
    rules=("叫号后三分钟未到视为过号，三十分钟内可恢复一次。", "请留意大屏和语音。"),
    code="HK1.A017.c2lnbmVkIGRhdGEgb2YgYW4gaW52ZW50ZWQgdGlja2V0",
    code_caption="请保管好，可凭此码核对号码",
)

SAMPLES: Mapping[str, TicketSlip] = {
    "usual": _USUAL,
    "reprint": replace(_USUAL, kind="", reprint=True, ahead="前面等候 3 人"),
    "own": replace(_USUAL, label="Z003", kind="本机号", ahead="本机自出号，已并入叫号", estimate="请留意广播叫号"),
    "bare": TicketSlip(hall="青岚市政务服务中心", label="B002", item="咨询", department=""),
    "drawn": replace(_USUAL, holder="王*𬭩  尾号5030", item="城乡居民基本养老保险待遇领取资格认证与关系转移接续"),
}
