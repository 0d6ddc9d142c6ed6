# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_supplier_fact
from . import test_receipt_fact
from . import test_purchase_order
from . import test_order_feedback
from . import test_supplier_round
from . import test_supplier_party
