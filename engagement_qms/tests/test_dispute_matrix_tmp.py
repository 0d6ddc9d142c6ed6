from odoo.tests import tagged
from .access_records import AccessRecordsCase
from .test_access_matrix import AccessMatrixCase

MODELS = ("engagement.dispute", "engagement.commitment")


@tagged("post_install", "-at_install", "engagement")
class TestDisputeMatrixTmp(AccessMatrixCase):
    @classmethod
    def setUpClass(cls):
        import csv
        from . import access_records

        orig = csv.DictReader

        def reader(f):
            return [r for r in orig(f) if r["model"].startswith(MODELS)]

        access_records.csv.DictReader = reader
        cls.addClassCleanup(setattr, access_records.csv, "DictReader", orig)
        super().setUpClass()

    def test_cells(self):
        self.assertEqual(self._get_wrong_cells(), [])

    def test_mutants(self):
        mutants = [
            m
            for m in (*self._get_rule_mutants(), *self._get_acl_mutants())
            if m[1].startswith("engagement.dispute") or "commitment_rule" in m[0]
        ]
        self.assertEqual(self._get_survivors(mutants), [])
