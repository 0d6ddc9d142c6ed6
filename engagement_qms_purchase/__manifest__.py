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
    "data": [],
    "demo": [],
    "auto_install": True,
}
