# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import origin_mixin
from . import origin_merge
from . import company_mixin
from . import commercial_merge
from . import confidential_mixin
from . import review_schedule
from . import review_mixin
from . import review_engine
from . import daily_summary
from . import import_mixin
from . import counter_mixin
from . import rate_limit
from . import step_mixin
from . import number_mixin
from . import subject_mixin
from . import emptied_mixin
from . import ir_http
from . import upload_mixin
from . import files_mixin
from . import public_form_mixin
from . import partner_page_mixin
from . import cached_mixin
from . import engage_mixin
from . import link_mail_mixin
from . import speaker_mixin
from . import portal_key_mixin
