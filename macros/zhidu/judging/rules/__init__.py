"""What schemas cannot say. A rule is one function; its docstring is what `zhidu explain` prints.

To add a rule: write the function in the module of its subject and name it in `RULES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from zhidu.handbook.book import Handbook
from zhidu.judging.rules import (
    across_editions,
    clauses,
    duties,
    issuances,
    lines,
    records,
    vocabulary,
)
from zhidu.judging.rules.walks import Problem
from zhidu.reading import fence
from zhidu.reading.findings import Finding

__all__ = ["RULES", "apply"]


RULES: dict[str, Callable[[Handbook], Iterator[Problem]]] = {
    "policy/quote-in-text": clauses.quote_in_text,
    "policy/erratum-once": clauses.erratum_once,
    "policy/errata-apart": clauses.errata_apart,
    "policy/errata-undo": clauses.errata_undo,
    "policy/doubtful-fact": clauses.doubtful_fact,
    "policy/duty-or-informative": clauses.duty_or_informative,
    "policy/id-form": clauses.id_form,
    "policy/id-order": clauses.id_order,
    "policy/part-there": clauses.part_there,
    "policy/unique-ids": clauses.unique_ids,
    "edition/not-lost": across_editions.not_lost,
    "edition/stated-change": across_editions.stated_change,
    "edition/known-origin": across_editions.known_origin,
    "edition/editorial": across_editions.editorial,
    "edition/same-facts": across_editions.same_facts,
    "edition/duty-gone": across_editions.duty_gone,
    "edition/same-clause": across_editions.same_clause,
    "edition/no-reuse": across_editions.no_reuse,
    "edition/effective-days": across_editions.effective_days,
    "edition/overtaken": across_editions.overtaken,
    "edition/repeals": across_editions.repeals,
    "duty/known-references": duties.known_references,
    "duty/role-basis": duties.role_basis,
    "duty/prohibition": duties.prohibition,
    "duty/stated-rhythm": duties.stated_rhythm,
    "duty/scope-agrees": duties.scope_agrees,
    "policy/law-note": duties.law_note,
    "threshold/terms": duties.threshold_terms,
    "threshold/composition": duties.composition,
    "threshold/one-value": duties.one_value,
    "issuance/folder-date": issuances.folder_date,
    "issuance/listed-policies": issuances.listed_policies,
    "issuance/has-notice": issuances.has_notice,
    "issuance/unfilled": issuances.unfilled,
    "policy/heading-lines": issuances.heading_lines,
    "policy/words-per-role": lines.words_per_role,
    "policy/subject-in-sentence": lines.subject_in_sentence,
    "policy/summary-agrees": lines.summary_agrees,
    "record/has-form": records.has_form,
    "record/form-fits": records.form_fits,
    "record/column-choices": records.column_choices,
    "record/column-names": records.column_names,
    "vocabulary/unique-entries": vocabulary.unique_entries,
    "vocabulary/known-institutions": vocabulary.known_institutions,
    "vocabulary/used-entries": vocabulary.used_entries,
    "vocabulary/alias-in-text": vocabulary.alias_in_text,
    "vocabulary/members-in-text": vocabulary.members_in_text,
    "vocabulary/posters-in-text": vocabulary.posters_in_text,
    "vocabulary/known-measures": vocabulary.known_measures,
    "vocabulary/counted-persons": vocabulary.counted_persons,
    "vocabulary/terms-in-text": vocabulary.terms_in_text,
    "vocabulary/sayings-in-text": vocabulary.sayings_in_text,
    "vocabulary/grouped-rhythms": vocabulary.grouped_rhythms,
    "vocabulary/advised-reviews": vocabulary.advised_reviews,
    "vocabulary/school-days": vocabulary.school_days,
    "vocabulary/readings": vocabulary.readings,
}
"""Every rule by its code. A rule looks at the whole handbook and names the places where it is broken."""


def apply(handbook: Handbook) -> list[Finding]:
    """What every rule finds."""
    return [
        finding
        for code, rule in RULES.items()
        for finding in fence.fenced(
            partial(_found, handbook, code, rule),
            lambda error, code=code: [_stopped(handbook, code, error)],  # type: ignore[misc]
        )
    ]


def _found(
    handbook: Handbook, code: str, rule: Callable[[Handbook], Iterator[Problem]]
) -> list[Finding]:
    return [
        finding
        for problem in rule(handbook)
        for finding in problem.document.source.placed([replace(problem, code=code)])
    ]


def _stopped(handbook: Handbook, code: str, error: Exception) -> Finding:
    """A rule looks at all files at once: at which of them it failed, nobody can say."""
    folder = Path(next(iter(handbook.documents)).source.path).parent.parent.as_posix()
    return fence.not_judged(folder, error, f"规则 {code} ")
