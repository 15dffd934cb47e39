"""A key file as versions before 2026-12 wrote it, with what opens it; at a cheap cost."""

import json
from pathlib import Path

from desk_app.storage.keys import keys

KEY = bytes.fromhex("9d139e578872f298a3a8f877db91a5b6896e1f31f874ef5c64db858faa1d4b63")
CODE = "J2AJ5-B6DAX-ZCMTJ-EHZ8C-SXNTZ-YQMZM"
PASSPHRASES = {"01": "山高 水长 路远", "02": "海阔-天空-2026"}

_COST = {"memory_kib": 64, "iterations": 1, "lanes": 1}
_SLOTS = (
    ("passphrase", "01", "supervisor", "陈*怡", "g9IDihLIbTxn5Byd7kqagA==", "oFj8vHm2krip/U/R",
     "mVc9omoiNPVjlM3q6yG62mMDR8ELf3inUwRJIGez58DqRtjhyz24MZNABZcnSmDZ"),
    ("recovery", "", "", "", "ZzeQ2USbEcnxaNP2qg9Sqw==", "Nfs750L5qJ0yhpHf",
     "MGwRhc5J+Bqc4n9ngGDQK10aa7Oefh9vcLUwPEDruAP/ybmGuNaR2DFQPTi5xaYB"),
    ("passphrase", "02", "clerk", "李*", "i+RocH2+c7dG1SPcXRxyQg==", "mLZ7IjF7DwStDEVO",
     "wXwPG9lRG1tD7aoWKqVO7jr4hoAdB8VvzcsTE7XWFhblLfsJZtW8/MJzfhQCep9l"),
)  # fmt: skip
_NAMES = ("kind", "staff_no", "role", "masked_name", "salt", "nonce", "wrapped")


def write(folder: Path) -> None:
    """Put it into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "format": "desk-app-keys-1",
        "id": "53496d2e0808e0ce13262f2bded717e8",
        "slots": [{**dict(zip(_NAMES, slot, strict=True)), "cost": _COST} for slot in _SLOTS],
    }
    (folder / keys.FILE_NAME).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
