"""Rosters as employers make them: people who do not exist, in files of every kind."""

import csv
import zipfile

import xlsxwriter

from tests.factory import NAMES, number

HEADINGS = ("姓名", "身份证号", "手机号", "险种", "派驻城市", "开始日期", "告知确认")
DOCUMENTS = ("身份证件材料", "社会保障卡材料", "派出证明材料")
ODF = "urn:oasis:names:tc:opendocument:xmlns"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry '
    f'manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>'
)


def person(order=1, **changes):
    """Return a correct row by heading."""
    row = {
        "姓名": "林建华",
        "身份证号": number("19900309", f"{order:03d}"),
        "手机号": f"138{order:08d}",
        "险种": "一档",
        "派驻城市": "湖南省长沙市",
        "开始日期": "2026-12-01",
        "告知确认": "是",
        "身份证件材料": "原件和复印件",
        "社会保障卡材料": "原件和复印件",
        "派出证明材料": "原件",
    }
    return {**row, **changes}


def write_xlsx(path, people, *, above=(), headings=(*HEADINGS, *DOCUMENTS)):
    """Write rows below their headings; numbers stay numbers."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        rows = [*above, headings, *([one.get(title, "") for title in headings] for one in people)]
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, place, value)
                else:
                    sheet.write(line, place, value)
    return path


def write_csv(path, people, encoding="utf-8", delimiter=","):
    """Write rows as csv."""
    with path.open("w", encoding=encoding, newline="") as stream:
        out = csv.writer(stream, delimiter=delimiter)
        out.writerow((*HEADINGS, *DOCUMENTS))
        out.writerows([one[title] for title in (*HEADINGS, *DOCUMENTS)] for one in people)
    return path


def write_ods(path, people):
    """Write the smallest OpenDocument spreadsheet there is."""
    rows = [HEADINGS, *([one[title] for title in HEADINGS] for one in people)]
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return path


def _ods_cell(text):
    value = f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="string">{value}</table:table-cell>'


def people(count):
    """Return correct rows of different people, some with difficult names."""
    rare = list(NAMES.values())
    return [person(order, 姓名=rare[order % len(rare)]) for order in range(1, count + 1)]
