"""The gallery as pages show it: every policy with its sheets, every duty card, the rooms to filter by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhidu.handbook.book import Edition, Handbook, walk
from zhidu.posters import cards, request, themes
from zhidu.posters.gallery import Print, Prints
from zhidu.posters.sizes import DESK, HAND, USUAL, WALL, Reading
from zhidu.posters.themes import Theme
from zhidu.views.names import Link, actors, policy_link, policy_name
from zhidu.views.on_paper.printed_text import PrintedText, printed
from zhidu.views.pieces import chinese_date

MEGA = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file to take: how it is called (`name` is what it is saved as), how far it is read."""

    href: str
    name: str
    size: str
    usual: bool
    weight: str
    type_pt: str
    ease: str
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A policy in one theme: its picture, and its files. `picture` is empty where none was made."""

    theme: Theme
    proposed: bool
    picture: str
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice of the gallery: the id goes into the address."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room in which a policy hangs, and why."""

    id: str
    name: str
    by_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterCard:
    """A policy in the gallery."""

    id: str
    label: str
    title: str
    kind: str
    href: str
    looks: tuple[Look, ...]
    rooms: tuple[Place, ...]
    roles: tuple[str, ...]

    @property
    def proposed(self) -> Look:
        """The look that is shown first."""
        return next(look for look in self.looks if look.proposed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCard:
    """A role's duty card in the gallery."""

    id: str
    name: str
    count: int
    href: str
    picture: str
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """All of /posters/."""

    posters: tuple[PosterCard, ...]
    cards: tuple[DutyCard, ...]
    rooms: tuple[Filter, ...]
    roles: tuple[Filter, ...]
    files: int
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPage:
    """All of /posters/a8/, and of the page beside it that a browser prints."""

    text: PrintedText
    policy: Link
    card: PosterCard
    date: str
    verify: str
    others: tuple[Link, ...]


def gallery_page(handbook: Handbook, prints: Prints) -> GalleryPage:
    """The gallery, with the files of *prints* that carry the text in force."""
    posters = tuple(_poster(handbook, p, e, prints) for p, e in handbook.current.items())
    rooms = request.rooms(handbook)
    people = [role for role in cards.roles(handbook) if any(role in p.roles for p in posters)]
    hashes = {printed(edition).hash for edition in handbook.current.values()}
    texts = [cards.card_text(handbook, role) for role in cards.roles(handbook)]
    hashes |= {text.hash for text in texts}
    usable = [p for p in prints if p.text_hash in hashes]
    return GalleryPage(
        posters=posters,
        cards=tuple(_duty_card(text, prints) for text in texts),
        rooms=tuple(Filter(id=r.id, name=r.name, count=len(r.policies)) for r in rooms),
        roles=tuple(
            Filter(
                id=role,
                name=(handbook.roles or {})[role].name,
                count=sum(role in poster.roles for poster in posters),
            )
            for role in people
        ),
        files=sum(not p.picture for p in usable),
        weight=f"{sum(p.count for p in usable) / MEGA:.1f} MB",
    )


def poster_page(handbook: Handbook, identifier: str, prints: Prints) -> PosterPage:
    """The page of a policy's posters."""
    edition = handbook.current[identifier]
    text = printed(edition)
    order = list(handbook.current)
    place = order.index(identifier)
    near = [order[i] for i in (place - 1, place + 1) if 0 <= i < len(order)]
    return PosterPage(
        text=text,
        policy=policy_link(edition),
        card=_poster(handbook, identifier, edition, prints),
        date=chinese_date(text.edition),
        verify=f"verify/{identifier}/{text.edition}/",
        others=tuple(
            Link(text=handbook.current[p].policy.title, href=f"posters/{p}/") for p in near
        ),
    )


def card_hashes(handbook: Handbook, roles: Iterable[str] = ()) -> dict[str, str]:
    """The eight characters of the duty cards of *roles*, or of all that have a card."""
    chosen = tuple(roles) or cards.roles(handbook)
    return {role: cards.card_text(handbook, role).hash for role in chosen}


def card_roles(handbook: Handbook) -> tuple[str, ...]:
    """The roles that have a duty card."""
    return tuple(cards.roles(handbook))


def _poster(handbook: Handbook, identifier: str, edition: Edition, prints: Prints) -> PosterCard:
    policy = edition.policy
    current = printed(edition).hash
    own = [p for p in prints if p.of == identifier and p.text_hash == current]
    proposed = themes.proposed(policy.kind).id
    duties = [duty for _, _, clause in walk(policy.clauses) for duty in clause.duties]
    roles = dict.fromkeys(a.role for duty in duties for a in actors(duty))
    return PosterCard(
        id=identifier,
        label=policy.label,
        title=policy.title,
        kind=policy.kind.label,
        href=f"posters/{identifier}/",
        looks=tuple(
            _look(theme, own, policy_name(edition), proposed=theme.id == proposed)
            for theme in sorted(themes.themes().values(), key=lambda t: t.id != proposed)
        ),
        rooms=tuple(
            Place(id=room.id, name=room.name, by_text=by_text)
            for room in request.rooms(handbook)
            for hanging, by_text in zip(room.policies, room.by_text, strict=True)
            if hanging == identifier
        ),
        roles=tuple(roles),
    )


def _look(theme: Theme, own: Sequence[Print], title: str, *, proposed: bool) -> Look:
    mine = [p for p in own if p.theme == theme.id]
    return Look(
        theme=theme,
        proposed=proposed,
        picture=next((f"sheets/{p.name}" for p in mine if p.picture), ""),
        downloads=tuple(
            _download(p, WALL, f"{title}-{p.size.name}-{theme.name}") for p in mine if not p.picture
        ),
    )


def _duty_card(text: cards.CardText, prints: Prints) -> DutyCard:
    own = [p for p in prints if p.of == text.role and p.text_hash == text.hash]
    return DutyCard(
        id=text.role,
        name=text.name,
        count=text.duties,
        href=f"roles/{text.role}/",
        picture=next((f"sheets/{p.name}" for p in own if p.picture), ""),
        downloads=tuple(
            _download(p, HAND, f"{text.title}-口袋卡")
            if p.pocket
            else _download(p, DESK, f"{text.title}-{p.size.name}")
            for p in own
            if not p.picture
        ),
    )


def _download(entry: Print, distance: float, name: str) -> Download:
    reading = Reading(entry.type_pt)
    size = "口袋卡 A6 双面" if entry.pocket else entry.size.said
    return Download(
        href=f"sheets/{entry.name}",
        name=f"{name}.pdf",
        size=size,
        usual=entry.size == USUAL,
        weight=f"{entry.count / 1000:.0f} KB",
        type_pt=f"{entry.type_pt:g}",
        ease=f"{reading.ease:g}",
        warning=reading.advice(distance),
    )
