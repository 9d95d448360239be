"""What a person reads when there is no booking, in the words of the halls, and what to do then."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kiosk.domain.booking import BookingRefusal
from kiosk.domain.published import Text

R = BookingRefusal

SENTENCES: Mapping[StrEnum, tuple[int, Text]] = {
    R.UNKNOWN_HALL: (404, Text("没有这个大厅。", "There is no such hall.")),
    R.UNKNOWN_ITEM: (404, Text("该事项不开放预约，请到大厅取号办理。", "Not booked ahead: take a number at the hall.")),
    R.NO_SUCH_SLOT: (404, Text("没有这个预约时段，请选择其他时段。", "There is no such time: choose another.")),
    R.TOO_SOON: (409, Text("该时段已不可约，请选择以后的时段，或到大厅取号。",
                           "Too late for this time: choose a later one, or take a number.")),
    R.TOO_FAR: (409, Text("该日期暂未开放预约。", "This day cannot be booked yet.")),
    R.SLOT_FULL: (409, Text("该时段已满，请选择其他时段。", "This time is full: choose another.")),
    R.DAY_LIMIT: (409, Text("您当天已有预约。", "You have a booking on this day already.")),
    R.WEEK_LIMIT: (409, Text("您本周的预约次数已用完。", "You have used this week's bookings.")),
    R.MONTH_LIMIT: (409, Text("您本月的预约次数已用完。", "You have used this month's bookings.")),
    R.SUSPENDED: (409, Text("您多次预约后未到，暂停预约服务。您可以申诉，也可以直接到大厅取号。",
                            "Booking is paused after missed visits. You may appeal, or take a number at the hall.")),
    R.NOT_ADMITTED: (409, Text("暂不能预约。", "No booking is possible now.")),
    R.ADMISSION_SILENT: (503, Text("暂时无法核对预约条件，请稍后再试，或到大厅取号。",
                                   "This cannot be checked now: try again, or take a number at the hall.")),
    R.OTHER_CONTENT: (409, Text("预约编号已被使用。", "This booking number stands for another booking.")),
    R.UNKNOWN_BOOKING: (404, Text("没有找到这个预约。", "There is no such booking of yours.")),
    R.TOO_LATE: (409, Text("已超过可取消的时间，请按时到大厅签到取号。", "Too late to cancel: please come in time.")),
    R.NOT_OPEN: (409, Text("该预约已签到、已取消或已结束。", "This booking was used, cancelled or is over.")),
}  # fmt: skip

COUNTER = Text("您可以直接到大厅取号，或拨打服务热线。", "You may take a number at the hall, or call the hotline.")
