"""The commands about the program itself: window, demo, selftest, doctor."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from desk_app import paths
from desk_app.cli.output import output


def window(options: argparse.Namespace) -> int:
    """Open the window on the data folder."""
    from desk_app import app

    return app.run(paths.data_folder(options.data), device=options.device)


def demo(options: argparse.Namespace) -> int:
    """Open the window on sample data in a folder that goes away with it."""
    from desk_app import app

    with tempfile.TemporaryDirectory(prefix="desk-demo-") as folder:
        return app.run(Path(folder), demo=True, device=options.device)


def selftest(options: argparse.Namespace) -> int:
    """Do the main job from start to end and check what came of it."""
    from desk_app.services.proofs import rehearsal

    out = Path(options.out).absolute() if options.out else Path.cwd() / "desk-selftest"
    report = rehearsal.rehearse(out=out)
    if options.json:
        output.emit(report.as_json())
    else:
        for text in report.lines():
            output.line(text)
    return 0 if report.ok else 1


def doctor(options: argparse.Namespace) -> int:
    """Look at the computer and say what to do about what is not well."""
    from desk_app.services.start import health

    findings = health.examine(paths.data_folder(options.data))
    if options.json:
        output.emit(
            [
                {
                    "subject": finding.subject,
                    "ok": finding.ok,
                    "detail": finding.detail,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            output.line(f"[{'正常' if finding.ok else '注意'}] {finding.subject}：{finding.detail}")
            if finding.remedy:
                output.line(f"       {finding.remedy}")
    return 0 if all(finding.ok for finding in findings) else 3


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "window": window,
    "demo": demo,
    "selftest": selftest,
    "doctor": doctor,
}
