"""Forms as the world sends them: every kind of damage, oddity and trap that was met, made small."""

import io
import random
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.forms import example_blanks

A4 = [0, 0, 595.28, 841.89]
FRAME = b"0.5 w 56.69 759.68 170.08 25.51 re S BT /F1 9 Tf 57 790 Td (NAME) Tj ET"
BOX_MAP = """paper = "guangdong_registration"
[[field]]
value = "applicant.name"
box = [20, 20, 60, 9]
lines = 2
"""
FIELD_MAP = """paper = "guangdong_registration"
[[field]]
value = "applicant.name"
name = "xm"
lines = 2
"""
PLACE = [56.69, 759.68, 226.77, 785.19]  # where the box and the field lie, in points


def bytes_of(document):
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library sees that a form is odd
        document.save(buffer)
    return buffer.getvalue()


def sheet(content=FRAME, *, fields=(), root=None, **page):
    """Return a form of one page; ``fields`` are made by ``field`` or ``tick``."""
    document = pikepdf.new()
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made = Dictionary(
        Type=Name.Page,
        MediaBox=A4,
        Contents=Stream(document, content),
        Resources=Dictionary(Font=Dictionary(F1=document.make_indirect(helvetica))),
    )
    document.pages.append(pikepdf.Page(document.make_indirect(made)))
    own = document.pages[0].obj
    for key, value in page.items():
        own[f"/{key}"] = value
    if fields:
        widgets = [document.make_indirect(one(document) if callable(one) else one)
                   for one in fields]  # fmt: skip
        own.Annots = Array(widgets)
        document.Root.AcroForm = Dictionary(Fields=Array(widgets))
    for key, value in (root or {}).items():
        document.Root[f"/{key}"] = value
    return bytes_of(document)


def field(name="xm", rect=PLACE, **entries):
    """Return a text field as a maker of forms leaves it: nothing but its place and name."""
    made = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), Rect=rect)
    for key, value in entries.items():
        made[f"/{key}"] = value
    return made


def drawn(content=b"1 1 m 11 11 l S"):
    """Return how to make a look that draws something."""
    return lambda document: Stream(
        document, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 12, 12]
    )


def tick(name, states=None, *, rect=(60, 600, 72, 612), look=None, **entries):
    """Return how to make a check box with these ticked states; None: without any look."""

    def make(document):
        made = field(name, list(rect), **entries)
        made.FT = Name.Btn
        if states is not None:
            looks = Dictionary()
            for state in states:
                looks[state] = (look or drawn())(document)
            made.AP = Dictionary(N=looks)
        return made

    return make


def tick_map(name, state=None, value="type.retiree_resettled"):
    chosen = f'state = "{state}"\n' if state else ""
    return f"""paper = "guangdong_registration"
[[field]]
value = "{value}"
name = "{name}"
{chosen}"""


def own_parent():
    """Return a form whose field is its own parent."""
    with pikepdf.open(io.BytesIO(sheet(fields=[field()]))) as document:
        one = document.pages[0].Annots[0]
        one.Parent = one
        return bytes_of(document)


def parents_in_a_circle():
    """Return a form whose fields are each other's parents, as are its pages' nodes."""
    with pikepdf.open(io.BytesIO(sheet(fields=[field()]))) as document:
        one = document.pages[0].Annots[0]
        other = document.make_indirect(Dictionary(T=String("q"), Parent=one, Kids=Array([one])))
        one.Parent = other
        return bytes_of(document)


def raw(*objects):
    """Return a file of objects written as they are; the first is the root."""
    out, at = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    size, start = len(objects) + 1, len(out)
    table = b"".join(b"%010d 00000 n \n" % one for one in at)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer <</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return out + head + table + tail


def drawn_in_drawn(levels=9, times=20):
    """Return a form that draws a form many times, which draws a form many times, and so on."""
    with pikepdf.open(io.BytesIO(sheet())) as document:
        inner = Stream(document, b"0 0 1 1 re f", Subtype=Name.Form, BBox=[0, 0, 1, 1])
        for _ in range(levels):
            resources = Dictionary(XObject=Dictionary(X=document.make_indirect(inner)))
            inner = Stream(document, b"/X Do\n" * times, Subtype=Name.Form, BBox=[0, 0, 1, 1],
                           Resources=resources)  # fmt: skip
        document.pages[0].Resources.XObject = Dictionary(X=document.make_indirect(inner))
        document.pages[0].Contents = Stream(document, b"/X Do")
        return bytes_of(document)


def draws_itself():
    """Return a form with an object that draws itself."""
    with pikepdf.open(io.BytesIO(sheet())) as document:
        one = document.make_indirect(
            Stream(document, FRAME + b" /X Do", Subtype=Name.Form, BBox=A4)
        )
        one.Resources = Dictionary(XObject=Dictionary(X=one), Font=document.pages[0].Resources.Font)
        document.pages[0].Resources.XObject = Dictionary(X=one)
        document.pages[0].Contents = Stream(document, b"/X Do")
        return bytes_of(document)


def active(blank):
    """Return a blank with something active or foreign at every place thought of."""
    with pikepdf.open(io.BytesIO(blank)) as document:
        root, page = document.Root, document.pages[0].obj
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('evil')"))
        launch = Dictionary(S=Name.Launch, F=String("evil.exe"), Next=script)
        link = Dictionary(S=Name.URI, URI=String("http://evil.example/"))
        root.OpenAction, root.AA = script, Dictionary(WC=launch)
        root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        document.attachments["evil.exe"] = b"MZ" * 100
        root.AF = Array([document.attachments["evil.exe"].obj])
        root.Outlines = Dictionary(First=document.make_indirect(Dictionary(A=launch)))
        root.Metadata = Stream(document, b"<evil:metadata")
        root.PieceInfo = Dictionary(Evil=Dictionary(Private=String("evil")))
        page.AA, page.PieceInfo = Dictionary(O=link), Dictionary(Evil=Dictionary())
        _hide_among_annotations(document, link, launch)
        _hide_among_resources(document, page)
        if "/AcroForm" not in root:
            root.AcroForm = Dictionary(Fields=Array([]))
        root.AcroForm.XFA = Stream(document, b"<xdp:evil/>")
        for one in root.AcroForm.Fields:
            one.A, one.AA = launch, Dictionary(K=script, F=script)
        return bytes_of(document)


def _hide_among_annotations(document, link, launch):
    page = document.pages[0].obj
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], F=4)
    hung = Dictionary(
        Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9],
        FS=document.attachments["evil.exe"].obj,
    )  # fmt: skip
    over = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 500, 500], A=link, F=4)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=[400, 20, 500, 40], F=4, A=launch,
        AP=Dictionary(N=_noted(document)),
    )  # fmt: skip
    made = [document.make_indirect(one) for one in (film, hung, over, note)]
    page.Annots = Array([*page.get("/Annots", []), *made])


def _noted(document):
    return Stream(
        document, b"BT /F1 10 Tf 2 5 Td (STAMPED) Tj ET", Type=Name.XObject, Subtype=Name.Form,
        BBox=[0, 0, 100, 20], PieceInfo=Dictionary(Evil=Dictionary()),
        Resources=Dictionary(Font=Dictionary(F1=Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))),
    )  # fmt: skip


def _hide_among_resources(document, page):
    evil = Stream(document, b"evil", Type=Name.EmbeddedFile)
    inner = Stream(
        document, b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1],
        AF=Array([evil]), OC=Dictionary(Type=Name.OCG), OPI=Dictionary(),
        Ref=Dictionary(F=String("evil.pdf"), Page=0),
        Metadata=evil, StructParents=1, LastModified=String("evil"),
    )  # fmt: skip
    dot = Stream(
        document, b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, Metadata=evil,
        Alternates=Array([Dictionary(Image=evil)]),
    )  # fmt: skip
    elsewhere = Stream(
        document, b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, F=String("evil.jpg"),
    )  # fmt: skip
    program = Stream(document, b"evil exec", Type=Name.XObject, Subtype=Name.PS)
    objects = page.Resources.get("/XObject", Dictionary())
    for name, one in (("In", inner), ("Dot", dot), ("El", elsewhere), ("Ps", program),
                      ("Unused", evil)):  # fmt: skip
        objects[f"/{name}"] = document.make_indirect(one)
    page.Resources.XObject = objects
    page.Resources.Properties = Dictionary(Evil=Dictionary(Evil=evil))
    document.pages[0].contents_add(b"/Evil /Evil DP /In Do /Dot Do /El Do /Ps Do")


def layered(states, *, content=None, printing=None):
    """Return a form with one word on each layer; ``states`` says which are on by default."""
    with pikepdf.open(io.BytesIO(sheet())) as document:
        layers = {
            name: document.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
            for name in states
        }
        for name, state in (printing or {}).items():
            layers[name].Usage = Dictionary(Print=Dictionary(PrintState=Name(f"/{state}")))
        default = Dictionary(OFF=Array([layers[n] for n, on in states.items() if not on]))
        if printing:
            default.AS = Array([Dictionary(
                Event=Name.Print, OCGs=Array([layers[n] for n in printing]))])  # fmt: skip
        document.Root.OCProperties = Dictionary(OCGs=Array(layers.values()), D=default)
        page = document.pages[0]
        page.Resources.Properties = Dictionary({f"/{n}": one for n, one in layers.items()})
        said = content or b"".join(
            b"/OC /%s BDC q BT /F1 9 Tf 57 %d Td (%s) Tj ET Q EMC\n" % (n, 500 - 20 * i, n)
            for i, n in enumerate(name.encode() for name in states)
        )
        page.contents_add(said)
        return bytes_of(document)


def mutated(blank, number):
    """Return a form damaged at random, by a course of its own for each number."""
    course = random.Random(number)
    damaged = bytearray(blank)
    for _ in range(course.choice((1, 1, 2, 4, 16))):
        at = course.randrange(len(damaged))
        how = course.random()
        if how < 0.4:
            damaged[at] ^= 1 << course.randrange(8)
        elif how < 0.7:
            damaged[at : at + 4] = course.choice(
                (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", course.randbytes(4))
            )
        elif how < 0.8:
            del damaged[at : at + course.choice((1, 2, 50))]
        elif how < 0.9:
            damaged[at:at] = course.randbytes(course.choice((1, 4, 100)))
        elif how < 0.95:
            del damaged[at:]
        damaged = damaged or bytearray(b"x")
    return bytes(damaged)


def example(kind):
    """Return one of the shipped examples and its map."""
    if kind == "flat":
        return example_blanks.flat_blank(), example_blanks.flat_map()
    return example_blanks.form_blank(), example_blanks.form_map()
