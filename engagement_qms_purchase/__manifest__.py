# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Engagement QMS: Purchase",
    "summary": "Evaluate suppliers by what they deliver, and see it on the order",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "author": "Engagement QMS contributors",
    "license": "LGPL-3",
    "depends": [
        "engagement_qms",
        "purchase",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/engagement_purchase_rules.xml",
        "data/engagement_discovery_source_data.xml",
        "data/engagement_evaluation_data.xml",
        "views/engagement_feedback_views.xml",
        "views/engagement_evaluation_programme_views.xml",
        "views/purchase_order_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "demo": [
        "demo/purchase_order_demo.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
