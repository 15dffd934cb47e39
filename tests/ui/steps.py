"""Steps of a clerk that several tests take."""

from tests.ui.conftest import id_number


def type_case(hand, *, name="欧阳𬭚𫖮", number=None, choose_type="2", commitment=True, documents=1):
    """Type a case of a new person the way a clerk does."""
    hand.write(name)
    hand.press("Enter")
    hand.type(number or id_number())
    hand.press("Enter")
    hand.type("1")
    hand.type("13800138000")
    hand.press("Enter", "Enter")
    hand.type(choose_type)
    hand.type("hengy")
    hand.press("Enter", "Enter", "Enter")
    hand.write("雁峰区解放路 1 号")
    hand.press("Enter")
    hand.type("2" if commitment else "1")
    hand.press(*(f"Alt+{n}" for n in range(1, documents + 1)))


def register(hand, program, qtbot):
    """Check the case in hand and register it; returns the page of its papers."""
    inside = program.window.inside
    hand.press("Ctrl+Enter")
    assert program.window.current() is inside.check
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: inside.check.done)
    return inside.check.papers


def set_up_by_keyboard(hand):
    """Fill in the first start: the hall, the counter and the first supervisor."""
    hand.write("福田区福田街道便民服务中心")
    hand.press("Enter")
    hand.type("440304001")
    hand.press("Enter", "Enter")
    hand.write("福民路 123 号")
    hand.press("Enter", "Enter", "Enter", "Enter")
    hand.write("陈静怡")
    hand.press("Enter")
    hand.type("correct horse 9")
    hand.press("Enter")
    hand.type("correct horse 9")
    hand.press("Ctrl+Enter")


def walk(hand, limit=120):
    """Press Tab until the keyboard comes round again."""
    reached = []
    while hand.at() not in reached and len(reached) < limit:
        reached.append(hand.at())
        hand.press("Tab")
    return reached
