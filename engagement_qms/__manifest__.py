# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Engagement QMS",
    "summary": "Quality management for the people your organisation depends on",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Engagement QMS contributors, Odoo Community Association (OCA)",
    "license": "LGPL-3",
    "depends": [
        "mail",
        "portal",
        "rating",
        "survey",
        "hr",
        "hr_skills",
        "calendar",
    ],
    "data": [
        # Security
        "security/engagement_groups.xml",
        "security/ir.model.access.csv",
    ],
    "assets": {
        "web.assets_backend": [
            "engagement_qms/static/src/fields/**/*",
        ],
        "web.assets_unit_tests": [
            "engagement_qms/static/tests/**/*.test.js",
        ],
    },
    "application": True,
}
