"""`probe`: tries one device through its real driver and says in one sentence how it is."""

from drivers.probe.id_card import probe_id_card
from drivers.probe.receipt_printer import probe_receipt_printer

__all__ = ["probe_id_card", "probe_receipt_printer"]
