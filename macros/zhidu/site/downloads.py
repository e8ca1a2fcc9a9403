"""The Office files and PDFs of the site: every edition as Word, every record's form as PDF and Excel, and the tables."""

from collections.abc import Iterator, Sequence
from functools import partial

from zhidu.county.statements import Statement
from zhidu.handbook.book import Handbook
from zhidu.handbook.impact import revised
from zhidu.posters.gallery_page import card_roles
from zhidu.reading.disk.user_cache import made
from zhidu.site import akoma_ntoso, calendars, oscal
from zhidu.site.own_process import streamed
from zhidu.site.tables import (
    TABLES,
    WORKBOOK,
    Contents,
    answer_files,
    contents,
)
from zhidu.site.tables import files as csv_files
from zhidu.views.names import document_file, form_files
from zhidu.views.on_paper.change_notice import change_notice, change_notice_file
from zhidu.views.on_paper.handover import handover, handover_files
from zhidu.views.on_paper.lists import ListSheet
from zhidu.views.on_paper.official_document import (
    OfficialDocument,
    issuance_document,
    policy_document,
)
from zhidu.views.on_paper.record_forms import FormSheet, form_sheets
from zhidu.views.on_paper.sounded import SoundedPolicy, sounded_policies, sounded_policy

oscal_files = oscal.files
OSCAL, AKN = "api/v1/oscal/", "api/v1/akn/"
"""Where other people's formats are on the site."""

_DUTIES = 2_000
"""In the lists of one process: the typesetter keeps all that it laid out for the last ten."""


def files(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    """Every file, one at a time: its path on the site and its content. Processes of their own make them."""
    lists = (partial(_lists, handbook, roles) for roles in _lots(handbook))
    others = (partial(some, handbook) for some in (_sounded_files, _table_files, foreign_files))
    for some in (partial(_papers, handbook), *lists, *others):
        yield from streamed(some)


def _lots(handbook: Handbook) -> Iterator[list[str]]:
    """The roles whose lists one process makes: few where they have much to do."""
    lot: list[str] = []
    duties = 0
    for role in handbook.roles or {}:
        own = len(handbook.duties_of.get(role, ()))
        if lot and duties + own > _DUTIES:
            yield lot
            lot, duties = [], 0
        lot.append(role)
        duties += own
    yield lot


def _papers(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    for notice in handbook.issued:
        issuance = notice.value.issuance.isoformat()
        path = document_file(issuance, notice.value.title).path
        yield path, made(issuance_document(handbook, notice.value), _word)
    for policy, editions in handbook.known_editions.items():
        for edition in editions:
            path = document_file(edition.date, edition.policy.title, policy).path
            yield path, made(policy_document(edition), _word)
    for issuance in revised(handbook):
        yield change_notice_file(issuance).path, made(change_notice(handbook, issuance), _word)
    for sheet in form_sheets(handbook):
        for file in form_files(handbook, sheet.id):
            yield file.path, made(sheet, FORMATS[file.path.rpartition(".")[2]])


def _sounded_files(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    """The texts with pinyin: to find the largest letters for a sheet takes more memory than all other papers."""
    for policy in sounded_policies(handbook):
        text = sounded_policy(handbook, policy)
        yield text.pdf.path, made(text, _sounded)


def _lists(handbook: Handbook, roles: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """What *roles* work by and hand over."""
    with_card = set(card_roles(handbook))
    for role in roles:
        if role in with_card:
            for file, new in zip(handover_files(handbook, role), (False, True), strict=True):
                yield file.path, made(handover(handbook, [role], new=new), _list)
        for file, paper in calendars.worksheets(handbook, role):
            yield file.path, made(paper, _list)


def _table_files(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    found = contents(handbook)
    yield f"{TABLES}{WORKBOOK}", made(found, _tables)
    for name, content in csv_files(found.tables, found.day).items():
        yield f"{TABLES}{name}", content


def table_files(handbook: Handbook) -> dict[str, bytes]:
    """The tables by name: as CSV with their Data Package, and as one Excel file."""
    return {path.removeprefix(TABLES): content for path, content in _table_files(handbook)}


def files_of_answers(
    handbook: Handbook, statements: Sequence[Statement], form: str
) -> dict[str, bytes]:
    """What schools answered, as `csv`, `parquet` or `oscal`. For the bureau alone."""
    if form == "oscal":
        return oscal.school_files(handbook, statements)
    return answer_files(handbook, statements, parquet=form == "parquet")


def foreign_files(handbook: Handbook) -> Iterator[tuple[str, bytes]]:
    """The catalog of OSCAL, and every edition as Akoma Ntoso: their paths on the site."""
    yield f"{OSCAL}{oscal.CATALOG}", oscal.files(handbook)[oscal.CATALOG]
    for name, content in akoma_ntoso.files(handbook):
        yield f"{AKN}{name}", content


def akn_files(handbook: Handbook) -> dict[str, bytes]:
    """Every edition as Akoma Ntoso, by policy and day."""
    return dict(akoma_ntoso.files(handbook))


def _tables(found: Contents) -> bytes:
    from zhidu.site import tables_xlsx  # noqa: PLC0415  slow to import

    return tables_xlsx.tables_xlsx(found)


def _word(document: OfficialDocument) -> bytes:
    from zhidu.office.word import docx  # noqa: PLC0415  slow to import, and mostly made already

    return docx(document)


def _list(sheet: ListSheet) -> bytes:
    from zhidu.posters import form_pdf  # noqa: PLC0415  as below

    return form_pdf.list_pdf(sheet)


def _sounded(sheet: SoundedPolicy) -> bytes:
    from zhidu.posters import form_pdf  # noqa: PLC0415  as below

    return form_pdf.sounded_pdf(sheet)


def pdf(sheet: FormSheet) -> bytes:
    """A record's form to fill in with a pen."""
    from zhidu.posters import form_pdf  # noqa: PLC0415

    return form_pdf.pdf(sheet)


def xlsx(sheet: FormSheet) -> bytes:
    """A record's form to fill in on a computer."""
    from zhidu.office import form_xlsx  # noqa: PLC0415

    return form_xlsx.xlsx(sheet)


FORMATS = {"pdf": pdf, "xlsx": xlsx}
"""What a form can be made into."""
