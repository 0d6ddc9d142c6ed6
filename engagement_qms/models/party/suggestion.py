# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which scores discovery suggests for a contact (no Odoo needed).

Two questions, two rules, both on figures that the contact's own documents give:

* *Influence* follows the place among its like: who stands in the first twentieth of
  all customers by turnover can change what we do, who stands in the last fifth can
  hardly.
* *Impact on us* follows the share of the whole: what we lose when the contact leaves.

Talk is not money. Where only contacts are counted, neither score goes beyond what is
usual for the category. Both are a start for a person's judgement, nothing more.
"""

#: Part of the contacts that stand before it -> influence
INFLUENCE_STEPS = ((0.05, 5), (0.20, 4), (0.50, 3), (0.80, 2))
#: Share of the total -> impact on us
IMPACT_STEPS = ((0.20, 5), (0.10, 4), (0.03, 3), (0.01, 2))
LOWEST = 1


def suggest_influence(rank, total):
    """Return the influence of the contact that stands at a rank.

    :param int rank: 1 for the first
    :param int total: how many contacts were ranked
    :raise ValueError: when the rank is not one of 1 to ``total``
    """
    if not 1 <= rank <= total:
        raise ValueError(f"rank {rank} of {total}")
    ahead = (rank - 1) / total
    return next((score for limit, score in INFLUENCE_STEPS if ahead < limit), LOWEST)


def suggest_impact(share):
    """Return the impact on us of a contact with so much of the total.

    :param float share: 0 to 1
    """
    return next((score for limit, score in IMPACT_STEPS if share >= limit), LOWEST)


def suggest(rank, total, share, usual, by_amount):
    """Return influence and impact on us, for one contact.

    :param int rank: its place, 1 for the first
    :param int total: how many contacts were ranked
    :param float share: its share of the total, 0 to 1
    :param tuple usual: influence and impact that are usual for the category
    :param bool by_amount: whether the rank is by money, not by number of contacts
    :return: two scores of 1 to 5
    """
    scores = suggest_influence(rank, total), suggest_impact(share)
    return scores if by_amount else tuple(map(min, scores, usual))
