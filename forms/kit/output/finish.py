"""Finish a PDF: its dates, description, colour and language, without a random byte.

ReportLab leaves a file undated; the dates of a paper are those of its data, so that the same
data gives the same file for years.
"""

import io
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

import resources
from forms.kit.layout.drawing import Layout
from forms.kit.output.paint import CREATOR

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{changed}</xmp:ModifyDate>
<pdf:Producer>ReportLab</pdf:Producer>
{archival}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

_ARCHIVAL = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"


@cache
def _colour_profile() -> bytes:
    return resources.path("colour", "sRGB.icc").read_bytes()


def finish(pdf: bytes, layout: Layout, created: datetime) -> bytes:
    """Return the file with dates, XMP, output intent, language and a repeatable identifier.

    ``created`` is aware and is the paper's own time, never that of the clock.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        root.Lang = String("zh-CN")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
        root.OutputIntents = Array([_output_intent(document)])
        describe(document, layout, created, created)
        return save(document)


def describe(
    document: pikepdf.Pdf,
    layout: Layout,
    created: datetime,
    changed: datetime,
    *,
    archival: bool = True,
) -> None:
    """Write title, author, dates and the rest of the description into both of its places.

    ``archival`` states PDF/A-2u, which can only be said of files that are wholly our own.
    """
    info = document.docinfo
    info.CreationDate, info.ModDate = String(_pdf_date(created)), String(_pdf_date(changed))
    for name in ("/Trapped", "/Keywords"):
        if name in info:
            del info[name]
    texts = {
        "title": layout.title,
        "author": layout.author,
        "subject": layout.subject,
        "creator": CREATOR,
        "created": created.isoformat(timespec="seconds"),
        "changed": changed.isoformat(timespec="seconds"),
    }
    escaped = {key: escape(text) for key, text in texts.items()}
    packet = _XMP.format(**escaped, archival=_ARCHIVAL if archival else "")
    stream = document.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = stream


def save(document: pikepdf.Pdf) -> bytes:
    """Return the bytes of a document; equal documents give equal bytes."""
    buffer = io.BytesIO()
    document.save(
        buffer,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return buffer.getvalue()


def _output_intent(document: pikepdf.Pdf) -> pikepdf.Object:
    profile = document.make_stream(_colour_profile())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )


def _pdf_date(moment: datetime) -> str:
    stamp, zone = moment.strftime("%Y%m%d%H%M%S"), moment.strftime("%z")
    return f"D:{stamp}{zone[:3]}'{zone[3:5]}'"
