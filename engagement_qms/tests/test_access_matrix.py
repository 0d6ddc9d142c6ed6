# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_records import OPERATIONS, AccessRecordsCase


class AccessMatrixCase(AccessRecordsCase):
    """Compares what the matrix says with what Odoo does."""

    def _get_wrong_cells(self, model=None):
        """Return the cells of the matrix that do not hold, in words.

        :param str model: only the rows of this model
        """
        wrong = []
        for row in self.rows:
            if model and row["model"] != model:
                continue
            for role in self.roles:
                expected = row[role].replace("-", "")
                found = self._get_rights(row["model"], row["record"], role)
                if found != expected:
                    wrong.append(
                        f"{row['model']}, {row['record']}, {role}: "
                        f"may {found or 'nothing'}, not {expected or 'nothing'}"
                    )
        return wrong

    def _get_ours(self, model):
        """Return the records of a model of Odoo that this addon ships, by xmlid."""
        rows = self.env["ir.model.data"].search_fetch(
            [("module", "=", self.addon), ("model", "=", model)],
            ["name", "res_id"],
            order="name",
        )
        return {row.name: self.env[model].browse(row.res_id) for row in rows}

    def _get_survivors(self, mutants):
        """Return the names of the mutants that no cell of the matrix notices.

        :param mutants: pairs of a name, a model and a function that breaks something
        """
        survivors = []
        for name, model, mutate in mutants:
            with self.env.cr.savepoint() as savepoint:
                mutate()
                self.env.invalidate_all()
                self.env.registry.clear_cache()
                if not self._get_wrong_cells(model):
                    survivors.append(name)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_cache()
        return survivors

    def _get_rule_mutants(self):
        """Yield each record rule taken away, and each of its conditions bent."""
        for name, rule in self._get_ours("ir.rule").items():
            model = rule.model_id.model
            yield f"{name} taken away", model, rule.unlink
            for change, domain in self._bend_conditions(rule.domain_force):
                yield (
                    f"{name} {change}",
                    model,
                    lambda rule=rule, domain=domain: rule.write(
                        {"domain_force": domain}
                    ),
                )

    def _bend_conditions(self, text):
        """Yield (what was done, domain) for a domain of several conditions.

        Each condition in turn is made always true, so that somebody sees more, and
        never true, so that somebody sees less.
        """
        domain = ast.parse(text, mode="eval").body
        if not isinstance(domain, ast.List) or len(domain.elts) < 2:
            return
        for index, leaf in enumerate(domain.elts):
            if not isinstance(leaf, ast.Tuple):
                continue
            for word, constant in (("always", (1, "=", 1)), ("never", (0, "=", 1))):
                bent = ast.parse(str(constant), mode="eval").body
                leaves = [*domain.elts[:index], bent, *domain.elts[index + 1 :]]
                text = ast.unparse(ast.List(elts=leaves, ctx=ast.Load()))
                yield f"{word} {ast.unparse(leaf)}", text

    def _get_acl_mutants(self):
        """Yield each access line taken away, and each right given that it does not."""
        for name, line in self._get_ours("ir.model.access").items():
            model = line.model_id.model
            # one that gives nothing only says that nobody was forgotten
            if any(line[f"perm_{operation}"] for operation in OPERATIONS.values()):
                yield f"{name} taken away", model, line.unlink
            for operation in OPERATIONS.values():
                if not line[f"perm_{operation}"]:
                    yield (
                        f"{name} with the right to {operation}",
                        model,
                        lambda line=line, operation=operation: line.write(
                            {f"perm_{operation}": True}
                        ),
                    )


@tagged("post_install", "-at_install", "engagement")
class TestAccessMatrix(AccessMatrixCase):
    """Every cell of ``security/access_matrix.csv``: role x model x operation."""

    def test_every_cell_holds(self):
        self.assertEqual(self._get_wrong_cells(), [])

    def test_every_model_has_its_rows(self):
        """A model that nobody put into the matrix is a model that nobody guards."""
        models = self._get_ours("ir.model").values()
        names = {model.model for model in models if self._is_concrete(model.model)}
        # and those of other addons that we let somebody read
        lines = self._get_ours("ir.model.access").values()
        names |= {line.model_id.model for line in lines}
        self.assertEqual(names, {row["model"] for row in self.rows})

    def test_every_model_with_a_company_is_tried_from_another_one(self):
        tried = {row["model"] for row in self.rows if row["record"] == "other_company"}
        with_company = {
            row["model"] for row in self.rows if self._has_company(row["model"])
        }
        self.assertEqual(tried, with_company)

    def test_what_nobody_may_read_nobody_prints(self):
        """Anybody may ask for a report by its address, of any record."""
        reports = {
            report.model: report
            for report in self._get_ours("ir.actions.report").values()
            if self._is_concrete(report.model)
        }
        refused = set()
        for row in self.rows:
            report = reports.get(row["model"])
            for role in self.roles if report else ():
                if "r" in row[role]:
                    continue
                record = self._get_record(row["model"], row["record"], role)
                # what was read with all rights is known to everybody
                record.sudo().mapped("display_name")
                printer = self.env["ir.actions.report"].with_user(record.env.user)
                with self.assertRaises(AccessError):
                    printer._get_rendering_context(report, record.ids, {})
                refused.add(report)
        self.assertEqual(refused, set(reports.values()))

    def test_the_matrix_notices_what_somebody_breaks(self):
        """One rule and one line of each sort; `setup/test long` takes all of them."""
        wanted = (
            "engagement_party_rule_company taken away",
            "engagement_need_rule_user taken away",
            "engagement_need_rule_user never ('party_id.user_id', '=', user.id)",
            "engagement_event_rule_officer taken away",
            "engagement_risk_rule_leader taken away",
            "engagement_communication_rule_reader always ('state', '=', 'sent')",
            "access_engagement_party_user taken away",
            "access_engagement_party_user with the right to unlink",
            "access_engagement_communication_internal taken away",
            "access_engagement_acknowledgement_manager with the right to write",
        )
        mutants = [*self._get_rule_mutants(), *self._get_acl_mutants()]
        sample = [mutant for mutant in mutants if mutant[0] in wanted]
        self.assertEqual(len(sample), len(wanted))
        self.assertEqual(self._get_survivors(sample), [])

    def _has_company(self, model):
        field = self.env[model]._fields.get("company_id")
        return bool(field and field.store)

    def _is_concrete(self, model):
        return model.startswith("engagement.") and not self.env[model]._abstract


@tagged("post_install", "-at_install", "engagement_long", "-standard")
class TestAccessMutants(AccessMatrixCase):
    """Breaks every rule and every access line, one at a time."""

    maxDiff = None

    def test_the_matrix_notices_every_rule(self):
        mutants = list(self._get_rule_mutants())
        self.assertGreater(len(mutants), 30)
        self.assertEqual(self._get_survivors(mutants), [])

    def test_the_matrix_notices_every_access_line(self):
        mutants = list(self._get_acl_mutants())
        self.assertGreater(len(mutants), 30)
        self.assertEqual(self._get_survivors(mutants), [])
