# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: What the sources found, for the time of one look: a temporary table
HITS = SQL.identifier("engagement_discovery_hit")
#: So many contacts are proposed for each category, and added by "show more"
TOP = 20


class EngagementDiscovery(models.TransientModel):
    """One look at what Odoo already knows about interested parties.

    It reads all live sources, each with one statement, and keeps what it proposes as
    lines that a person edits and ticks. What is on the register is never proposed
    again. The documents are counted with all rights, because a register must be
    complete; amounts are kept only where the person may read all the documents.
    """

    _name = "engagement.discovery"
    _description = "Discovery of Parties"
    # edits of a preview must survive a working day
    _transient_max_hours = 24.0

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    top = fields.Integer(string="First contacts per category", default=TOP)
    state = fields.Selection(
        selection=[("ready", "Ready"), ("creating", "Creating"), ("done", "Done")],
        default="ready",
        required=True,
    )
    line_ids = fields.One2many(
        comodel_name="engagement.discovery.line", inverse_name="discovery_id"
    )

    # What was read
    sources = fields.Json(default=list)
    contact_count = fields.Integer(string="Contacts found")
    registered_count = fields.Integer(string="Already on the register")
    more_count = fields.Integer(string="Contacts not shown")

    @api.model
    def action_discover(self):
        """Look at the database and open what is proposed.

        A creation that was interrupted is opened again instead, with its edits.
        """
        discovery = self.search(
            [
                ("create_uid", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "creating"),
                ("line_ids.selected", "=", True),
            ],
            order="id desc",
            limit=1,
        )
        if not discovery:
            discovery = self.create({})
            discovery._look()
        return discovery._get_action()

    def action_show_more(self):
        """Propose the next contacts of each category as well, none of them ticked."""
        self.ensure_one()
        self.top += TOP
        self._look()
        return self._get_action()

    def get_overview(self):
        """Return the figures and sources that stand above the preview.

        :return: a dict of counts, the list of sources and the state
        """
        self.ensure_one()
        lines = self.env["engagement.discovery.line"]
        mine = Domain("discovery_id", "=", self.id)
        counts = {
            (state, selected): count
            for state, selected, count in lines._read_group(
                mine, ["state", "selected"], ["__count"]
            )
        }
        return {
            "state": self.state,
            "company": self.company_id.name,
            "found": self.contact_count,
            "registered": self.registered_count,
            "more": self.more_count,
            "proposed": sum(counts.values()),
            "selected": sum(
                count
                for (state, selected), count in counts.items()
                if selected and state != "done"
            ),
            "doubles": lines.search_count(
                mine & Domain("double_partner_id", "!=", False)
            ),
            **{
                state: sum(
                    count
                    for (other, _ticked), count in counts.items()
                    if other == state
                )
                for state in ("done", "failed")
            },
            "sources": self.sources,
        }

    def _get_action(self):
        """Return the action that shows the preview, the width of the page."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_discovery_line_action"
        )
        return action | {
            "domain": [("discovery_id", "=", self.id)],
            "context": {
                "discovery_id": self.id,
                "default_discovery_id": self.id,
                "search_default_group_category": 1,
            },
        }

    def _look(self):
        """Read all sources and add what is new to the preview."""
        self.ensure_one()
        self._read_sources()
        lines = self._propose_groups() + self._propose_contacts()
        self._mark_doubles(lines)
        self.env["engagement.discovery.line"].create(lines)
        open_lines = self.line_ids.filtered(lambda line: line.state != "done")
        shown = len(open_lines.partner_id)
        self.more_count = self.contact_count - self.registered_count - shown

    def _read_sources(self):
        """Fill the temporary table, one statement for each live source."""
        cr = self.env.cr
        cr.execute(SQL("DROP TABLE IF EXISTS %s", HITS))
        cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s (source_id integer, partner_id integer, "
                "documents bigint, amount numeric) ON COMMIT DROP",
                HITS,
            )
        )
        sources = self._get_sources()
        sources.flush_model(["category_id", "measure"])
        usual = sources.filtered(lambda source: not source.fallback)
        read = [self._read_source(source) for source in usual]
        if not any(row["contacts"] for row in read):
            read += [self._read_source(source) for source in sources - usual]
        self.sources = read
        cr.execute(SQL("ANALYZE %s", HITS))

    def _get_sources(self):
        """Return the sources of the company, those that wait for an app included."""
        ours = [False, self.company_id.id]
        return self.env["engagement.discovery.source"].search(
            Domain("company_id", "in", ours)
            & (
                Domain("category_id", "=", False)
                | Domain("category_id.company_id", "in", ours)
            )
        )

    def _read_source(self, source):
        """Add what one source finds, and return what its chip shows."""
        row = {
            "id": source.id,
            "name": source.name,
            "state": source.state,
            "contacts": 0,
            "documents": 0,
            "foreign": 0,
            "months": source.period_months if source.date_field else 0,
            "problem": source.problem,
            "hidden": False,
        }
        if source.state != "live":
            return row
        [(contacts, documents, foreign)] = self.env.execute_query(
            SQL(
                """
                WITH read (partner_id, documents, amount, other) AS (%s),
                kept AS (
                    INSERT INTO %s (source_id, partner_id, documents, amount)
                    SELECT %s, partner_id, documents, amount FROM read
                     WHERE partner_id IS NOT NULL
                )
                SELECT count(*), COALESCE(sum(documents), 0)::bigint,
                       COALESCE(sum(other), 0)::bigint
                  FROM read
                """,
                source._get_hits_sql(self.company_id),
                HITS,
                source.id,
            )
        )
        return row | {
            "contacts": contacts,
            "documents": documents,
            "foreign": foreign,
            "hidden": source._hides_amounts(self.company_id),
        }
