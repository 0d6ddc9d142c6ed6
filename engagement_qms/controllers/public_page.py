# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request

#: What the routes of all our public pages say
PAGE = {"type": "http", "website": True, "engagement_page": True}


class PublicPage:
    """What our public pages have in common: frame, limit at the door, check of robots.

    A plain class: Odoo would make one controller of all that inherit from a controller.
    """

    def _get_frame_values(self, company, address="", languages=()):
        """Return what the frame of a page needs.

        :param company: whose page it is
        :param str address: of a page that search engines may know
        :param languages: codes of those the page can be read in
        """
        http_env = request.env["ir.http"]
        active = request.env["res.lang"]._get_active_by("code")
        return {
            "res_company": company,
            "address": address,
            "page_lang": request.env.lang.replace("_", "-"),
            # the frame of the page offers no other language
            "page_languages": {request.env.lang: active[request.env.lang]},
            "choices": [
                {
                    "lang": lang.replace("_", "-"),
                    "name": active[lang].name.split("/")[-1].strip(),
                    "address": http_env._url_localized(
                        address, lang_code=lang, force_default_lang=True
                    ),
                    "current": lang == request.env.lang,
                }
                for lang in languages
                if address and len(languages) > 1
            ],
        }

    def _is_over_limit(self, door, limit):
        """Count a request at a door, and tell whether there were too many this hour."""
        address = request.httprequest.remote_addr
        return request.env["engagement.rate.limit"]._knock(door, address) > limit

    def _ask_to_wait(self):
        """Return what is said to whom `_is_over_limit` stops."""
        return request.env._(
            "Too many messages came from your connection. Your text is still here: "
            "send it again in an hour."
        )

    def _check_person(self, form, errors):
        """Note in ``errors`` where a field was filled in that people do not see."""
        if form.get("url"):
            errors["form"] = request.env._(
                "We could not tell whether a person sent this. Please send it again."
            )
