# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Engagement QMS: Education",
    "summary": "Learners, their guardians, programmes and courses, with safeguarding",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Engagement QMS contributors",
    "license": "LGPL-3",
    "depends": [
        "engagement_qms",
    ],
    "data": [
        "security/engagement_education_groups.xml",
        "security/engagement_learner_rules.xml",
        "security/engagement_programme_rules.xml",
        "security/engagement_consent_rules.xml",
        "security/engagement_support_rules.xml",
        "security/ir.model.access.csv",
        "data/engagement_learner_data.xml",
        "data/engagement_consent_purpose_data.xml",
        "data/ir_cron_data.xml",
        "views/engagement_programme_views.xml",
        "views/engagement_course_views.xml",
        "views/engagement_learner_views.xml",
        "views/engagement_consent_purpose_views.xml",
        "views/engagement_consent_views.xml",
        "views/engagement_support_views.xml",
        "views/engagement_learner_erase_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/menuitems.xml",
    ],
    "demo": [
        "demo/engagement_programme_demo.xml",
        "demo/res.partner.csv",
        "demo/engagement.learner.csv",
        "demo/engagement.guardianship.csv",
        "demo/engagement.enrolment.csv",
        # last: it tells the stories of some of them
        "demo/engagement_learner_story_demo.xml",
        "demo/engagement_consent_demo.xml",
    ],
}
