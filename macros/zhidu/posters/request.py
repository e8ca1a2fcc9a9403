"""What somebody asks to be printed, turned into jobs: which sheets, in which sizes, for which schools."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from zhidu.handbook.book import Handbook
from zhidu.posters import cards, schools, sheets, sizes, themes
from zhidu.posters.batch import Job
from zhidu.posters.errors import CannotPrintError
from zhidu.posters.schools import School
from zhidu.posters.sheets import Dress
from zhidu.posters.sizes import DESK, HAND, WALL, Size
from zhidu.reading import fence
from zhidu.reading.findings import meant
from zhidu.reading.settings import SettingsError, settings
from zhidu.views.on_paper.printed_text import printed

POCKET = "pocket"  # a size in the command's words: the two-sided card
CARD = "card"  # what themes call a duty card among the kinds they suit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request in the words of the command; empty means: what is proposed."""

    targets: tuple[str, ...]
    everything: bool = False
    all_cards: bool = False
    room: str = ""
    sizes: tuple[str, ...] = ()
    landscape: bool = False
    theme: str = ""
    bleed: str = "0"
    school: str = ""
    schools: Path | None = None
    emblem: Path | None = None
    original: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sheet of a request: of which policy or role, in which size. `text_hash` tells its text from another's."""

    job: Job
    target: str
    title: str
    size: Size
    text_hash: str
    distance: float


def pieces(handbook: Handbook, request: Request) -> list[Piece]:
    """All sheets of *request*, in a stable order; raises `CannotPrintError`."""
    policies, roles = _targets(handbook, request)
    bleed = sizes.parse_bleed(request.bleed)
    mark = _emblem(request.emblem) if request.emblem else None
    chosen = themes.theme(request.theme) if request.theme else None
    found: list[Piece] = []
    for folder, name in _schools(request):
        school, rare = schools.checked_name(name)
        dress = Dress(school=school, emblem=mark, bleed=bleed, rare=rare)
        for policy, size in product(policies, _sizes(request, sizes.USUAL.name)):
            text = printed(handbook.current[policy], original=request.original)
            kind = handbook.current[policy].policy.kind
            theme = chosen or themes.proposed(kind)
            sheet = sheets.poster(text, size, theme.id, dress=dress, site=request.site)
            file = f"{folder}{policy}-{size.name}-{theme.id}.pdf"
            title = "".join(text.title)
            found.append(Piece(Job(file, sheet), policy, title, size, text.hash, WALL))
        for role, card_size in product(roles, _card_sizes(request)):
            theme = chosen or themes.proposed(CARD)
            card_text = cards.card_text(handbook, role)
            if card_size is None:
                sheet = cards.pocket(card_text, theme.id, dress=dress, site=request.site)
            else:
                sheet = cards.card(card_text, card_size, theme.id, dress=dress, site=request.site)
            file = f"{folder}{role}-{card_size.name if card_size else POCKET}-{theme.id}.pdf"
            size, distance = (card_size, DESK) if card_size else (sizes.POCKET, HAND)
            job, title = Job(file, sheet), card_text.title
            found.append(Piece(job, role, title, size, card_text.hash, distance))
    return found


def _emblem(path: Path) -> str:
    from zhidu.posters import emblem  # noqa: PLC0415  XML is slow to import, and few sheets have an emblem

    return fence.alone(lambda: emblem.read(path), path.name, "校徽")


def _targets(handbook: Handbook, request: Request) -> tuple[list[str], list[str]]:
    """The policies and the roles that are meant."""
    policies: list[str] = list(handbook.current) if request.everything else []
    with_cards = cards.roles(handbook)
    roles: list[str] = list(with_cards) if request.all_cards else []
    if request.room:
        policies += room(handbook, request.room).policies
    named = _names(handbook, with_cards)
    for target in request.targets:
        found = named.get(target)
        if found is None:
            known = "、".join(handbook.current)
            hint = meant(target, named, f"制度写编号（{known}）、附件几或标题，岗位写名称。")
            raise CannotPrintError(f"没有“{target[:40]}”这项制度或岗位。{hint}")
        (policies if found in handbook.current else roles).append(found)
    if not policies and not roles:
        raise CannotPrintError(
            "没有写要印什么。写制度的编号（例如 a8）或岗位的编号，或者用 --all、--cards、--room。"
        )
    return list(dict.fromkeys(policies)), list(dict.fromkeys(roles))


def _names(handbook: Handbook, with_cards: Sequence[str]) -> dict[str, str]:
    """What a policy or a role with a card may be called: its id, and what people read on the site."""
    named = {identifier: identifier for identifier in (*handbook.current, *with_cards)}
    for identifier, edition in handbook.current.items():
        for name in (edition.policy.label, edition.policy.title):
            named.setdefault(name, identifier)
    for role in with_cards:
        named.setdefault((handbook.roles or {})[role].name, role)
    return named


@dataclass(frozen=True, slots=True)
class Room:
    """A place and the policies in force that hang there; of each, whether the text itself names the place."""

    id: str
    name: str
    policies: tuple[str, ...]
    by_text: tuple[bool, ...]


def rooms(handbook: Handbook) -> tuple[Room, ...]:
    """Every place where something hangs."""
    found = []
    for facility in (handbook.facilities or {}).values():
        hanging = [h for h in facility.posters if h.policy in handbook.current]
        if hanging:
            policies = tuple(h.policy for h in hanging)
            by_text = tuple(h.words is not None for h in hanging)
            found.append(Room(facility.id, facility.name, policies, by_text))
    return tuple(found)


def room(handbook: Handbook, name: str) -> Room:
    """The place called *name*, by id, by its Chinese name or as the texts call it."""
    known = rooms(handbook)
    named = {called: found for found in known for called in (found.id, found.name)}
    for found in known:
        for alias in (handbook.facilities or {})[found.id].aliases:
            named.setdefault(alias.name, found)
    if name in named:
        return named[name]
    listed = "、".join(f"{r.id}（{r.name}）" for r in known)
    hint = meant(name, named, f"可以选 {listed}。")
    raise CannotPrintError(f"没有“{name[:40]}”这个场所。{hint}")


def _schools(request: Request) -> Iterator[tuple[str, str]]:
    """For each school the folder of its sheets and its name; one without a folder where no list is given."""
    if request.schools is None:
        yield "", request.school
        return
    if request.school:
        raise CannotPrintError("--school 和 --schools 只能写一个。")
    path = request.schools
    known: tuple[School, ...] = fence.alone(lambda: schools.read(path), path.name, "这份学校名单")
    for school in known:
        yield f"{school.id}/", school.name


def _sizes(request: Request, usual: str) -> list[Size]:
    named = [name for name in request.sizes if name != POCKET] or [usual]
    found = [sizes.parse(name) for name in named]
    return [size.turned(landscape=True) if request.landscape else size for size in found]


def _card_sizes(request: Request) -> list[Size | None]:
    """Sizes of duty cards; None is the one for the pocket."""
    found: list[Size | None] = []
    if POCKET in request.sizes:
        found.append(None)
    if any(name != POCKET for name in request.sizes) or not request.sizes:
        found += _sizes(request, "A4")
    return found


def site_address(root: Path, given: str) -> str:
    """The site's address: *given*, else `site_url` of mkdocs.yml, else nothing."""
    try:
        address = given or settings(root).url
    except SettingsError as error:
        raise CannotPrintError(f"不知道网站的网址：{error}用 --site-url 写明也可以。") from error
    if address and not _is_address(address):
        raise CannotPrintError(
            f"网址“{address[:60]}”不对：要以 http:// 或 https:// 开头，不能有空格。"
        )
    return address


def _is_address(text: str) -> bool:
    scheme, _, rest = text.partition("://")
    written = rest.isascii() and rest.isprintable() and " " not in rest
    return scheme in {"http", "https"} and written and rest.strip("/") != ""
