"""What every document of OSCAL is made of: permanent UUIDs, metadata, properties, bytes."""

import json
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhidu.handbook.book import Handbook
from zhidu.reading.model import School
from zhidu.views.on_paper.lists import newest_issuer

OSCAL = "1.2.1"
PROPS = "urn:zhidu:oscal"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, PROPS)


def written(kind: str, made: Any) -> bytes:
    """A document of a *kind* as JSON."""
    return f"{dense({kind: made})}\n".encode()


def dense(made: Any) -> str:
    """JSON without a space."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def permanent(*names: str) -> str:
    """The UUID of what *names* say: the same for ever."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(names)))


def line(words: str) -> str:
    """*words* on one line: a title has no break."""
    return " ".join(words.split())


def prop(name: str, value: str) -> dict[str, str]:
    """A property of ours."""
    return {"name": name, "ns": PROPS, "value": value}


def instant(day: date) -> str:
    """The beginning of *day*, as OSCAL writes it."""
    return f"{day.isoformat()}T00:00:00Z"


def metadata(
    handbook: Handbook, title: str, day: date | None = None, schools: Sequence[School] = ()
) -> dict[str, Any]:
    """Who says what as of which day, and which *schools* it is about."""
    said = day or handbook.as_of
    name = newest_issuer(handbook)
    return {
        "title": line(title),
        "last-modified": instant(said),
        "version": said.isoformat(),
        "oscal-version": OSCAL,
        "roles": [{"id": "issuer", "title": "印发机关"}],
        "parties": [
            {"uuid": permanent("party", name), "type": "organization", "name": name},
            *(
                {
                    "uuid": permanent("school", each.id),
                    "type": "organization",
                    "name": line(each.name),
                }
                for each in schools
            ),
        ],
        "responsible-parties": [{"role-id": "issuer", "party-uuids": [permanent("party", name)]}],
    }
