# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which criteria suppliers are evaluated by, while this addon is there and after it."""

PEOPLE = "engagement_qms.criteria_set_given"
ORDERS = "engagement_qms_purchase.criteria_set_orders"
#: What buyers open on vendors while this addon is there
FEEDBACK = "engagement_qms.engagement_evaluation_feedback_action"
#: What a set of criteria is made of
PARTS = ("engagement.criterion", "engagement.criteria.band")


def post_init_hook(env):
    """Start evaluations with the criteria that are counted from orders.

    Only where nobody has chosen others. What runs already keeps its criteria.

    :param env: the environment of the superuser
    """
    _hand_over(env, PEOPLE, ORDERS)


def uninstall_hook(env):
    """Start evaluations with the criteria of the app again, and keep what was used.

    :param env: the environment of the superuser, before anything is removed
    """
    _hand_over(env, ORDERS, PEOPLE)
    env.ref(FEEDBACK).group_ids -= env.ref("purchase.group_purchase_user")
    criteria = env.ref(ORDERS, raise_if_not_found=False)
    if criteria and _is_used(env, criteria):
        # evaluations keep their criteria: from now on people score them
        criteria.criterion_ids.fact = False
        env["ir.model.data"].search(
            [
                ("module", "=", ORDERS.partition(".")[0]),
                ("model", "in", [criteria._name, *PARTS]),
            ]
        ).unlink()


def _is_used(env, criteria):
    return any(
        env[model]
        .with_context(active_test=False)
        .search_count([("set_id", "=", criteria.id)], limit=1)
        for model in ("engagement.evaluation", "engagement.evaluation.programme")
    )


def _hand_over(env, usual, new):
    usual, new = (env.ref(name, raise_if_not_found=False) for name in (usual, new))
    if usual and new and usual.is_default and usual.active and new.active:
        usual.is_default = False
        # before the other one: only one may be
        usual.flush_recordset()
        new.is_default = True
