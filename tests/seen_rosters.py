"""A workbook with everything that makes a person see other rows than a program reads."""

import openpyxl
from openpyxl.styles import Font

from tests.roster_files import DOCUMENTS, HEADINGS, person

SEEN = ("陈静怡", "王小明", "赵一诺")  # who is to be read from the first sheet
OTHERS = ("孙立",)  # from the second


def write(path):
    """Write the workbook: hidden, filtered and crossed-out rows, merged cells, a foot."""
    book = openpyxl.Workbook()
    old = book.active
    old.title = "旧名册"
    old.append(HEADINGS)
    old.append([person(90, 姓名="旧人")[title] for title in HEADINGS])
    old.sheet_state = "hidden"
    first = book.create_sheet("一部")
    first.append(("某某公司外派人员名册",))
    first.merge_cells("A1:H1")
    titles = (*HEADINGS, "备用手机", *DOCUMENTS)
    first.append(titles)
    for order, name in enumerate(("陈静怡", "隐藏人", "王小明", "划掉人", "赵一诺"), 1):
        row = person(order, 姓名=name, 备用手机="")
        first.append([row[title] for title in titles])
    first.row_dimensions[4].hidden = True
    for cell in first[6]:
        cell.font = Font(strike=True)
    begin = titles.index("开始日期") + 1
    first.cell(3, begin, "2026-12-15")
    for line in (4, 5, 6, 7):
        first.cell(line, begin, None)
    first.merge_cells(start_row=3, end_row=7, start_column=begin, end_column=begin)
    first.append(["合计", "3 人"])
    first.append(["填表人：张三", "", "", "日期：2026-12-01"])
    second = book.create_sheet("二部")
    second.append(HEADINGS)
    second.append([person(9, 姓名="孙立")[title] for title in HEADINGS])
    book.save(path)
    return path
