"""What can go wrong with a reader, each with a sentence that says what to do."""

from desk_app.errors import EnvironmentFailureError


class DeviceError(EnvironmentFailureError):
    """A reader does not do what it should; ``sentence`` is what the clerk is told."""

    sentence = "读卡器工作不正常，请拔下再插上后重试；仍不行的，请手工输入。"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.sentence)


class NoReaderError(DeviceError):
    """No reader answers at all."""

    sentence = "没有找到身份证读卡器，请检查连接线和驱动程序；也可以手工输入。"


class ReaderGoneError(DeviceError):
    """The reader was unplugged, or its port closed by itself."""

    sentence = "读卡器断开了，请重新插好；插好后会自动接上，这期间可以手工输入。"


class ReaderSilentError(DeviceError):
    """The reader is there and says nothing."""

    sentence = "读卡器没有回应，请拔下再插上；仍不行的，请手工输入。"


class GarbledReplyError(DeviceError):
    """What came over the line is damaged."""

    sentence = "读卡数据传输有误，请把证件拿开后重新放好；常出现时请换一根连接线。"


class CardUnreadableError(DeviceError):
    """There is a card, and it cannot be read."""

    sentence = "证件没有读出来，请把证件拿开、重新放平；多次不行的，请手工输入并核对证件。"


class ReaderNotReadyError(DeviceError):
    """The security module of the reader refuses to work."""

    sentence = "读卡器的安全模块不能使用，请联系读卡器厂家；这期间请手工输入。"


class LibraryCrashedError(DeviceError):
    """The vendor's library ended its process; the program is not touched by that."""

    sentence = "读卡器厂家的驱动程序意外退出，已重新启动，请把证件重新放好。"


class LibraryUnusableError(DeviceError):
    """The vendor's library cannot be loaded here."""

    sentence = "读卡器厂家的驱动程序不能载入，请核对是否与本机系统（32 位或 64 位）相符。"
