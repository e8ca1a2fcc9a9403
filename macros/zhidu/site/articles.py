"""The article of every page: a view put into its template. The one list of page types that macros and stubs share.

An article is Markdown whose only headings are Markdown headings; the rest are finished HTML blocks.
`base` leads from the page to the site's root, because the site must also work from a folder.
"""

from collections.abc import Callable, Mapping
from functools import partial

from zhidu import __version__
from zhidu.assessment.filed import LEAST
from zhidu.assessment.form.form_page import form_page
from zhidu.county.publishing import NOTHING_PUBLISHED, County
from zhidu.handbook.book import Handbook
from zhidu.judging.review.review_output import page as review_page
from zhidu.posters import gallery_page
from zhidu.posters.gallery import Prints
from zhidu.site import calendars, data_page
from zhidu.views.levels import absent
from zhidu.views.on_paper.change_notice import change_notice_file
from zhidu.views.on_paper.handover import handover_files
from zhidu.views.on_paper.sounded import sounded_policies, sounded_policy
from zhidu.views.on_screen import (
    cross_sections,
    in_force,
    policies,
    related,
    revisions,
    roles,
    verification,
)
from zhidu.views.render import render
from zhidu.views.unread import unread

ONE_DOWN = "../"
TWO_DOWN = "../../"
THREE_DOWN = "../../../"
FOUR_DOWN = "../../../../"


Article = Callable[..., str]
"""What makes a page of the handbook and of what the page is about: ids, days."""


def _article(template: str, base: str = ONE_DOWN, **views: Callable[..., object]) -> Article:
    """The page that *template* makes of what each of *views* has to show."""

    def article(handbook: Handbook, *about: str) -> str:
        shown = {name: view(handbook, *about) for name, view in views.items()}
        return render(template, base=base, **shown)

    return article


def home(handbook: Handbook, title: str = "制度") -> str:
    """The page /, with the *title* that the site's settings give it."""
    return render(
        "home.md.j2",
        page=cross_sections.home(handbook),
        title=title,
        examples=cross_sections.examples(handbook),
        absent=absent(handbook),
        base="",
    )


def policy(handbook: Handbook, identifier: str) -> str:
    """The page /policies/a8/: the edition in force, or a sign that there is none any more."""
    if identifier not in handbook.current:
        return _not_in_force(handbook, identifier)
    waits = next((text for text in unread(handbook) if text.id == identifier), None)
    return render(
        "policy.md.j2",
        page=policies.policy_page(handbook, identifier),
        unread=waits,
        sounded=sounded_policies(handbook),
        base=TWO_DOWN,
    )


def _not_in_force(handbook: Handbook, identifier: str) -> str:
    """A policy that has ended, or whose first edition is still to come."""
    if identifier in handbook.ended:
        return render("ended.md.j2", page=in_force.ended_page(handbook, identifier), base=TWO_DOWN)
    first = handbook.known_editions[identifier][0]
    page = policies.policy_page(handbook, identifier, first.date)
    return render("policy.md.j2", page=page, unread=None, sounded=(), base=TWO_DOWN)


def edition(handbook: Handbook, identifier: str, issuance: str) -> str:
    """The page /policies/a8/editions/2017-04-15/."""
    page = policies.policy_page(handbook, identifier, issuance)
    return render("policy.md.j2", page=page, unread=None, sounded=(), base=FOUR_DOWN)


def role(handbook: Handbook, identifier: str) -> str:
    """The page /roles/network-administrator/."""
    card = identifier in gallery_page.card_roles(handbook)
    return render(
        "role.md.j2",
        page=roles.role_page(handbook, identifier),
        changes=revisions.role_changes(handbook, identifier),
        card=card,
        papers=handover_files(handbook, identifier) if card else (),
        timed=calendars.timed(handbook, identifier),
        calendars=calendars.ready(handbook, identifier),
        worksheets=[file for file, _ in calendars.worksheets(handbook, identifier)],
        unread=unread(handbook),
        base=TWO_DOWN,
    )


def role_lists(handbook: Handbook, identifier: str) -> dict[str, str]:
    """The lists of a role's page by section, for merging them into another role's page."""
    page = roles.role_page(handbook, identifier)
    return {
        section.id: render("role_list.html.j2", section=section, base=TWO_DOWN)
        for section in page.sections
    }


def review(handbook: Handbook, suggestions: Mapping[str, int] | None = None) -> str:
    """The page /review/, with how many schools suggest something, by clause."""
    return render("review.md.j2", page=review_page(handbook, suggestions), base=ONE_DOWN)


def posters(handbook: Handbook, prints: Prints = ()) -> str:
    """The page /posters/, with the ready files that are there."""
    return render("posters.md.j2", page=gallery_page.gallery_page(handbook, prints), base=ONE_DOWN)


def poster(handbook: Handbook, identifier: str, prints: Prints = ()) -> str:
    """The page /posters/a8/."""
    page = gallery_page.poster_page(handbook, identifier, prints)
    return render("poster.md.j2", page=page, base=TWO_DOWN)


def print_sheet(handbook: Handbook, identifier: str) -> str:
    """The whole page /posters/a8/print/, which stands alone: the browser prints it."""
    page = gallery_page.poster_page(handbook, identifier, ())
    return render("print_sheet.html.j2", page=page, base=THREE_DOWN)


def void_poster(handbook: Handbook, identifier: str, base: str) -> str:
    """What stands where the poster of a policy was that has ended: the page of the policy, which says so."""
    return render("ended.md.j2", page=in_force.ended_page(handbook, identifier), base=base)


def verify(handbook: Handbook, policy_edition: str) -> str:
    """The page /verify/a8/2017-04-15/."""
    identifier, _, edition = policy_edition.partition("/")
    page = verification.verify_page(handbook, identifier, edition)
    return render("verify.md.j2", page=page, base=THREE_DOWN)


def county(handbook: Handbook, known: County = NOTHING_PUBLISHED) -> str:
    """The page /county/: what all schools come to together, by term, as it was published."""
    del handbook  # what is shown is reckoned already; every article is called with it
    return render(
        "county.md.j2",
        terms=known.terms,
        waiting=known.waiting,
        least=LEAST,
        base=ONE_DOWN,
    )


ARTICLES: dict[str, Article] = {
    "home_page": home,
    "policy_index_page": _article(
        "policy_index.md.j2", page=cross_sections.home, ended=in_force.ended_rows
    ),
    "policy_page": policy,
    "edition_page": edition,
    # /policies/a11/pinyin/
    "pinyin_page": _article("pinyin.md.j2", THREE_DOWN, page=sounded_policy),
    "revisions_page": _article("revisions.md.j2", rows=revisions.issuance_rows),
    "revision_page": _article(  # /revisions/2026-09-01/
        "impact.md.j2",
        TWO_DOWN,
        page=revisions.impact_page,
        word=lambda _, issuance: change_notice_file(issuance),
    ),
    # /revisions/2026-09-01/a8/
    "redline_page": _article("redline.md.j2", THREE_DOWN, page=revisions.redline_page),
    "notice_page": _article("notice.md.j2", TWO_DOWN, page=policies.notice_page),
    "role_index_page": _article("role_index.md.j2", cards=roles.role_cards),
    "role_page": role,
    "when_page": _article("when.md.j2", sections=cross_sections.when_sections, unread=unread),
    "thresholds_page": _article(
        "thresholds.md.j2",
        rows=cross_sections.threshold_rows,
        history=cross_sections.number_rows,
        unread=unread,
    ),
    "records_page": _article("records.md.j2", rows=cross_sections.record_rows, unread=unread),
    "reports_page": _article(
        "reports.md.j2",
        reports=cross_sections.report_rows,
        approvals=cross_sections.approval_rows,
        unread=unread,
    ),
    "prohibitions_page": _article(
        "prohibitions.md.j2", groups=cross_sections.prohibitions, unread=unread
    ),
    "sanctions_page": _article(
        "sanctions.md.j2",
        sanctions=cross_sections.sanction_rows,
        incentives=cross_sections.incentive_rows,
        unread=unread,
    ),
    "glossary_page": _article(
        "glossary.md.j2", rows=cross_sections.glossary, laws=related.law_rows
    ),
    "errata_page": _article("errata.md.j2", rows=cross_sections.errata),
    "review_page": review,
    "search_page": _article(  # without scripts the list of policies
        "search.md.j2",
        page=cross_sections.home,
        examples=cross_sections.examples,
        absent=absent,
    ),
    "posters_page": posters,
    "poster_page": poster,
    "void_poster_page": void_poster,
    "verify_page": verify,
    "verify_index_page": _article("verify_index.md.j2", pages=verification.verify_pages),
    # without scripts it is a form to print
    "checklist_page": _article("checklist.md.j2", page=form_page, unread=unread),
    "county_page": county,
    "data_page": _article("data.md.j2", page=data_page.data_page, absent=absent),
    "about_facts": _article(
        "about.html.j2", page=cross_sections.home, version=lambda _: __version__
    ),
}
"""Every macro that pages may call, by its name in `docs/`."""


def with_prints(
    prints: Prints,
    known: County = NOTHING_PUBLISHED,
    title: str = "",
) -> dict[str, Article]:
    """The same, with the ready files of the gallery on the pages that list them, on theirs what is *known* of the county, and the site's *title* at home."""
    return {
        **ARTICLES,
        "home_page": partial(home, title=title),
        "review_page": partial(review, suggestions=known.suggested),
        "posters_page": partial(posters, prints=prints),
        "poster_page": partial(poster, prints=prints),
        "county_page": partial(county, known=known),
    }
