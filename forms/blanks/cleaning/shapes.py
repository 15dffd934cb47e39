"""What drawing can need: for each kind of object the entries it may keep, and their kinds.

Whatever is not named here does not reach a paper. ``plain`` is a number, a name, a text or a
list of such; other words are rows of this table or are handled by ``copying``.
"""

from collections.abc import Mapping
from types import MappingProxyType

Shape = Mapping[str, str]


def _plain(words: str) -> dict[str, str]:
    return {f"/{word}": "plain" for word in words.split()}


_FONT = _plain("Type Subtype BaseFont Name FirstChar LastChar")
_DESCRIPTOR = _plain(
    "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent "
    "Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet"
)
_FUNCTION = _plain("FunctionType Domain Range")
_SHADING = {
    **_plain("ShadingType Background BBox AntiAlias"),
    "/ColorSpace": "colour",
    "/Function": "function",
}

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "cal": _plain("WhitePoint BlackPoint Gamma Matrix Range"),
        "icc": {**_plain("N Range"), "/Alternate": "colour"},
        "bytes": {},
        "function": {
            **_FUNCTION,
            **_plain("Size BitsPerSample Order Encode Decode C0 C1 N Bounds"),
            "/Functions": "function",
        },
        "state": {
            **_plain("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK"),
            "/Font": "sized font",
            "/SMask": "soft mask",
            "/TR": "function",
            "/TR2": "function",
        },
        "soft mask": {**_plain("Type S BC"), "/G": "form", "/TR": "function"},
        "group": {**_plain("Type S I K"), "/CS": "colour"},
        "image": {
            **_plain("Type Subtype Width Height BitsPerComponent Intent ImageMask Decode"),
            **_plain("Interpolate SMaskInData Matte"),
            "/ColorSpace": "colour",
            "/SMask": "image",
            "/Mask": "mask",
        },
        "form": {
            **_plain("Type Subtype FormType BBox Matrix"),
            "/Group": "group",
        },
        "page": {},
        "tiling": _plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
        "glyph": {},
        "shading pattern": {
            **_plain("Type PatternType Matrix"),
            "/Shading": "shading",
            "/ExtGState": "state",
        },
        "shading": {
            **_SHADING,
            **_plain("Domain Coords Extend Matrix BitsPerCoordinate BitsPerComponent"),
            **_plain("BitsPerFlag Decode VerticesPerRow"),
        },
        "simple font": {
            **_FONT,
            "/Widths": "plain",
            "/FontDescriptor": "descriptor",
            "/Encoding": "encoding",
            "/ToUnicode": "character map",
        },
        "drawn font": {
            **_FONT,
            **_plain("FontBBox FontMatrix"),
            "/Widths": "plain",
            "/FontDescriptor": "descriptor",
            "/Encoding": "encoding",
            "/ToUnicode": "character map",
        },
        "composed font": {
            **_FONT,
            "/Encoding": "character map",
            "/DescendantFonts": "descendants",
            "/ToUnicode": "character map",
        },
        "descendant": {
            **_FONT,
            **_plain("DW W DW2 W2"),
            "/CIDSystemInfo": "collection",
            "/CIDToGIDMap": "stream or name",
            "/FontDescriptor": "descriptor",
        },
        "descriptor": {
            **_DESCRIPTOR,
            "/FontFile": "font file",
            "/FontFile2": "font file",
            "/FontFile3": "font file",
            "/CIDSet": "bytes",
            "/Style": "panose",
        },
        "panose": _plain("Panose"),
        "font file": _plain("Subtype Length1 Length2 Length3"),
        "encoding": _plain("Type BaseEncoding Differences"),
        "collection": _plain("Registry Ordering Supplement"),
        "map stream": {
            **_plain("Type CMapName WMode"),
            "/CIDSystemInfo": "collection",
            "/UseCMap": "character map",
        },
        "decoding": {
            **_plain("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine"),
            **_plain("EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError"),
            **_plain("ColorTransform"),
            "/JBIG2Globals": "bytes",
        },
        "intent": {
            **_plain("Type S OutputCondition OutputConditionIdentifier RegistryName Info"),
            "/DestOutputProfile": "profile",
        },
        "profile": _plain("N"),
    }
)

# The kinds that are streams; of "function" and "shading" some are.
STREAMS = frozenset({"icc", "bytes", "image", "font file", "map stream", "profile"})
EITHER = frozenset({"function", "shading"})
CONTENTS = frozenset({"form", "tiling", "glyph"})

FILTERS = frozenset(
    {
        *("/FlateDecode", "/LZWDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode"),
        *("/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"),
        *("/Fl", "/LZW", "/AHx", "/A85", "/RL", "/DCT", "/CCF"),
    }
)

RESOURCES: Mapping[str, str] = MappingProxyType(
    {
        "/ExtGState": "state",
        "/ColorSpace": "colour",
        "/Pattern": "pattern",
        "/Shading": "shading",
        "/XObject": "drawn",
        "/Font": "font",
    }
)

# The colour spaces that stand for the device's own wherever a content uses those.
DEFAULT_COLOURS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
