"""What the benchmark has to know of the devices: their lines, and what it costs to make a ticket for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from drivers.attaching import Surroundings
from drivers.camera.camera import HallCamera, Means
from drivers.camera.device import Care
from drivers.camera.places import source_of
from drivers.device_classes import device_classes, schema
from drivers.id_card.codec import bytes_of_a_read
from drivers.id_card.settings import Settings as Reader
from drivers.receipt_printer.codec import Paper, Qr, ticket
from drivers.receipt_printer.samples import SAMPLES
from drivers.receipt_printer.settings import Settings as Printer
from kiosk.operation.benchmark.wires import Wires
from kiosk.operation.configuration import Configuration
from kiosk.operation.configuration.device_tables import VIRTUAL
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import Camera
from kiosk.ports.log import NoLog


def wires(configuration: Configuration) -> Wires:
    reader, printer = configuration.of(Reader), configuration.of(Printer)
    return Wires(bytes_of_a_read() * 10_000 / reader.baud, printer.baud, _renderings(), watching, seeing)


def _renderings() -> Mapping[str, Callable[[], object]]:
    """The usual ticket, and the costliest: a rare name and the code drawn as dots."""
    usual, drawn = Paper(), Paper(qr=Qr.RASTER)
    return {
        "as text": lambda: ticket(SAMPLES["usual"], usual),
        "with a drawn name and code": lambda: ticket(SAMPLES["drawn"], drawn),
    }


def seeing() -> Mapping[str, Callable[[], object]]:
    """OpenCV and what it sees with are for this process only from here on."""
    from drivers.camera.bench_pictures import seeing

    return seeing()


@contextmanager
def watching(state: StateFolder) -> Iterator[Callable[[], tuple[int, tuple[str, ...]]]]:
    """Every class, both cameras among them and a voice with nothing to say, under one supervisor; how many of them
    answer, and who does not."""
    wanted = {one.table: one.settings.all_virtual() for one in device_classes()} | {"speaker": {"engine": "silent"}}
    chosen, supervisor = schema().model_validate(wanted), Supervisor()
    around = Surroundings(chosen, state, supervisor, NoLog())
    try:
        for one in device_classes():
            table = chosen.of(one.settings)
            if table.wanted:
                one.attach(table, around)
        yield lambda: _answering(supervisor)
    finally:
        supervisor.close()


def _answering(supervisor: Supervisor) -> tuple[int, tuple[str, ...]]:
    """A voice with nothing to say is asked nothing."""
    found = {name: status.device for name, status in supervisor.statuses().items() if name != "speaker"}
    silent = tuple(name for name, device in found.items() if device is not DeviceState.ONLINE)
    return len(found) - len(silent), silent


@contextmanager
def looking(state: StateFolder) -> Iterator[Camera]:
    """The virtual camera through its real driver."""
    supervisor = Supervisor()
    try:
        yield HallCamera(supervisor, "camera", Means(lambda: source_of(state.device_port(VIRTUAL, "camera")), Care()))
    finally:
        supervisor.close()
