# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Engagement QMS: Helpdesk",
    "summary": "Raise complaints from helpdesk tickets, and keep both in step",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Engagement QMS contributors",
    "license": "AGPL-3",
    "depends": [
        "engagement_qms",
        "helpdesk_mgmt",
    ],
    "data": [
        "views/helpdesk_ticket_category_views.xml",
        "views/helpdesk_ticket_team_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/helpdesk_ticket_templates.xml",
        "views/engagement_complaint_views.xml",
    ],
    "demo": [
        "demo/helpdesk_ticket_demo.xml",
    ],
    "auto_install": True,
}
