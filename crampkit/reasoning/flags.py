"""Red flags: ticked, raised by findings, or asked for at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crampkit.catalogue import REFER_TIERS, Catalogue, FlagRule
from crampkit.reasoning.answers import Answers, ruled_out


def raised_flags(catalogue: Catalogue, answers: Answers, flags: Answers) -> tuple[str, ...]:
    """Flags that were ticked, or that a rule raises from the findings, in file order.

    No answer silences one: a flag that is said to be absent is raised all the same by a rule.

    >>> from crampkit.toy import toy_catalogue
    >>> raised_flags(toy_catalogue(), {"heat": True}, {"burn": False})
    ('burn',)
    """
    by_rule = {rule.flag_id for rule in rules_met(catalogue, answers, "raise")}
    return tuple(f for f in catalogue.flags if flags.get(f) is True or f in by_rule)


def flags_to_ask_now(
    catalogue: Catalogue, answers: Answers, flags: Answers, looked: Collection[str] = ()
) -> tuple[str, ...]:
    """Flags that the findings ask to be looked for and that are not raised already, in file order.

    `looked` are those that somebody looked for and did not find: only that ends the asking. A flag
    that was covered by 'none of these' is asked for all the same, for that may have been a slip.

    >>> from crampkit.toy import toy_catalogue
    >>> flags_to_ask_now(toy_catalogue(), {"glare": True, "night": False}, {"blind": False})
    ('blind',)
    >>> flags_to_ask_now(toy_catalogue(), {"glare": True, "night": False}, {}, looked={"blind"})
    ()
    """
    raised = raised_flags(catalogue, answers, flags)
    asked = {rule.flag_id for rule in rules_met(catalogue, answers, "ask_now")}
    return tuple(f for f in catalogue.flags if f in asked and f not in raised and f not in looked)


def rules_met(catalogue: Catalogue, answers: Answers, effect: str) -> tuple[FlagRule, ...]:
    """The flag rules of one effect, `raise` or `ask_now`, whose findings are as they demand.

    A finding that another answer of its exclusive group rules out counts as absent.

    >>> from crampkit.toy import toy_catalogue
    >>> [rule.flag_id for rule in rules_met(toy_catalogue(), {"heat": True}, "raise")]
    ['burn']
    """
    present = {finding_id for finding_id, answer in answers.items() if answer}
    absent = (answers.keys() - present) | ruled_out(catalogue, answers)
    return tuple(
        rule
        for rule in catalogue.rules
        if rule.effect == effect
        and present.issuperset(rule.all_present)
        and absent.issuperset(rule.all_absent)
    )


def raised_by_findings(
    catalogue: Catalogue, answers: Answers, flags: Answers
) -> dict[str, tuple[str, ...]]:
    """For each flag that nobody ticked and a rule raises, the findings of all rules that raise it.

    >>> from crampkit.toy import toy_catalogue
    >>> raised_by_findings(toy_catalogue(), {"heat": True}, {"burn": False})
    {'burn': ('heat',)}
    >>> raised_by_findings(toy_catalogue(), {"heat": True}, {"burn": True})
    {}
    """
    findings: dict[str, dict[str, None]] = {}
    for rule in rules_met(catalogue, answers, "raise"):
        if not flags.get(rule.flag_id):
            findings.setdefault(rule.flag_id, {}).update(dict.fromkeys(rule.all_present))
    return {flag_id: tuple(own) for flag_id, own in findings.items()}


def answers_behind(catalogue: Catalogue, answers: Answers, flag_id: str) -> tuple[str, ...]:
    """The findings whose answers raise a flag by a rule, those answered No among them.

    Where an answer is No because another one of its question is given, that one stands for it.

    >>> from crampkit.toy import toy_catalogue
    >>> answers_behind(toy_catalogue(), {"heat": True, "noon": True}, "burn")
    ('heat',)
    """
    given = {catalogue.question_of(f): f for f, present in answers.items() if present}
    behind: dict[str, None] = {}
    for rule in rules_met(catalogue, answers, "raise"):
        if rule.flag_id == flag_id:
            behind.update(dict.fromkeys(rule.all_present))
            for finding_id in rule.all_absent:
                stands = finding_id if finding_id in answers else None
                behind[stands or given[catalogue.question_of(finding_id)]] = None
    return tuple(behind)


def flags_to_refer(catalogue: Catalogue, raised: Iterable[str]) -> tuple[str, ...]:
    """Of the raised flags those that stop the ranking, the most urgent first.

    >>> from crampkit.toy import toy_catalogue
    >>> flags_to_refer(toy_catalogue(), ("burn", "blind", "shade"))
    ('blind', 'burn')
    """
    urgent = [flag_id for flag_id in raised if catalogue.flags[flag_id].tier in REFER_TIERS]
    return tuple(sorted(urgent, key=lambda f: REFER_TIERS.index(catalogue.flags[f].tier)))


def look_alikes_among(catalogue: Catalogue, raised: Iterable[str]) -> tuple[str, ...]:
    """Of the raised flags those that are no danger but speak for something else.

    >>> from crampkit.toy import toy_catalogue
    >>> look_alikes_among(toy_catalogue(), ("burn", "blind", "shade"))
    ('shade',)
    """
    return tuple(f for f in raised if catalogue.flags[f].tier not in REFER_TIERS)


def safety_questions_left(
    catalogue: Catalogue, flags: Answers, looked: Collection[str] = ()
) -> tuple[str, ...]:
    """The questions of the safety check with a flag that was neither answered nor looked for.

    >>> from crampkit.toy import toy_catalogue
    >>> safety_questions_left(toy_catalogue(), {"burn": False})
    ('eyes',)
    >>> safety_questions_left(toy_catalogue(), {"burn": False}, looked={"blind"})
    ()
    """
    return tuple(
        question_id
        for question_id, flag_ids in catalogue.questions_of_flags.items()
        if any(flag_id not in flags and flag_id not in looked for flag_id in flag_ids)
    )


def unexplained_phrases(
    catalogue: Catalogue, flags: Answers, looked: Collection[str], said_yes: Collection[str]
) -> tuple[str, ...]:
    """The phrases that got a yes while no sign of theirs is ticked and some got no answer.

    >>> from crampkit.toy import toy_catalogue
    >>> unexplained_phrases(toy_catalogue(), {}, (), {"burn"})
    ('burn',)
    >>> unexplained_phrases(toy_catalogue(), {"burn": True}, (), {"burn"})
    ()
    """
    return tuple(
        phrase.phrase_id
        for phrase in catalogue.phrases.values()
        if phrase.phrase_id in said_yes
        and not any(flags.get(flag_id) for flag_id in phrase.flag_ids)
        and any(flag_id not in flags and flag_id not in looked for flag_id in phrase.flag_ids)
    )
