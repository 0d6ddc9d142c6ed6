# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What the map can draw, and the scores behind it; of several the largest counts
AXES = {
    "influence": ("influence",),
    "interest": ("interest",),
    "impact": ("impact_on_us", "impact_on_them"),
    "impact_on_us": ("impact_on_us",),
    "impact_on_them": ("impact_on_them",),
}
#: More parties than this at one place are sent as a number, not one by one: it bounds
#: the answer at 25 places times 12 parties, whatever the size of the register
PLACE_LIMIT = 12
MAP_FIELDS = (
    "name",
    "kind",
    "category_id",
    "priority",
    "channel_id",
    "user_id",
    "owner_id",
    "next_contact_date",
    "contact_overdue",
    "relevant",
    "influence",
    "interest",
    "impact_on_us",
    "impact_on_them",
)


class EngagementPartyMap(models.Model):
    """The stakeholder map: where the parties stand on two of their scores.

    Scores are whole numbers from 1 to 5, so that the map has 25 places. The database
    counts who stands where; only places with few parties are read one by one.
    """

    _inherit = "engagement.party"

    @api.model
    @api.readonly
    def retrieve_party_map(self, domain, x="impact", y="influence"):
        """Return what the map draws, at a cost that does not grow with the register.

        :param list domain: the parties to draw
        :param str x: the axis across, a key of ``AXES``
        :param str y: the axis upwards, a key of ``AXES``
        :return: ``places`` (position, domain, number of parties, of overdue ones and
            of each priority), ``parties`` (those at places with at most
            ``PLACE_LIMIT``), the totals, and what the user may do
        :rtype: dict
        :raise UserError: when an axis is not known
        """
        for axis in (x, y):
            if axis not in AXES:
                raise UserError(
                    self.env._(
                        "The map cannot draw “%(axis)s”. Choose one of: %(axes)s.",
                        axis=axis,
                        axes=", ".join(AXES),
                    )
                )
        domain = Domain(domain)
        places = self._get_map_places(domain, x, y)
        return {
            "places": [
                place | {"domain": list(place["domain"])} for place in places.values()
            ],
            "parties": self._get_map_parties(domain, places, x, y),
            "total": sum(place["count"] for place in places.values()),
            "overdue": sum(place["overdue"] for place in places.values()),
            "place_limit": PLACE_LIMIT,
            "register_empty": not places and not self.search_count([], limit=1),
            "can_create": self.has_access("create"),
            "can_discover": self.env.user.has_group(
                "engagement_qms.group_engagement_officer"
            ),
        }

    @api.model
    def _get_view_fields(self, view_type, models):
        """Send the client the names of scores, priorities and strategies."""
        models = super()._get_view_fields(view_type, models)
        if view_type == "party_map":
            models[self._name] = {*models[self._name], *MAP_FIELDS, "strategy"}
        return models

    @api.model
    def _get_map_places(self, domain, x, y):
        """Return ``{(x, y): place}`` of the places where somebody stands."""
        scores = list(dict.fromkeys(AXES[x] + AXES[y]))
        places = {}
        for *values, priority, count in self._read_group(
            domain, [*scores, "priority"], ["__count"]
        ):
            position = self._get_map_position(
                dict(zip(scores, values, strict=True)), x, y
            )
            place = places.setdefault(
                position,
                {
                    "x": position[0],
                    "y": position[1],
                    "count": 0,
                    "overdue": 0,
                    "priorities": {},
                    "domain": self._get_axis_domain(x, position[0])
                    & self._get_axis_domain(y, position[1]),
                },
            )
            place["count"] += count
            priorities = place["priorities"]
            priorities[priority] = priorities.get(priority, 0) + count
        for *values, count in self._read_group(
            domain & Domain("contact_overdue", "=", True), scores, ["__count"]
        ):
            position = self._get_map_position(
                dict(zip(scores, values, strict=True)), x, y
            )
            places[position]["overdue"] += count
        return places

    @api.model
    def _get_map_parties(self, domain, places, x, y):
        """Read the parties that stand at a place with few others."""
        near = [
            place["domain"]
            for place in places.values()
            if place["count"] <= PLACE_LIMIT
        ]
        if not near:
            return []
        if len(near) < len(places):
            domain &= Domain.OR(near)
        parties = self.search_fetch(domain, MAP_FIELDS)
        kinds = {channel.id: channel.kind for channel in parties.channel_id}
        writable = set(parties._filtered_access("write").ids)
        result = []
        for values in parties.read(MAP_FIELDS):
            position = self._get_map_position(values, x, y)
            channel = values["channel_id"]
            values.update(
                x=position[0],
                y=position[1],
                channel_kind=channel and kinds[channel[0]],
                can_write=values["id"] in writable,
            )
            result.append(values)
        return result

    @api.model
    def _get_map_position(self, scores, x, y):
        """Return ``(x, y)`` for scores by field name."""
        return tuple(max(scores[name] for name in AXES[axis]) for axis in (x, y))

    @api.model
    def _get_axis_domain(self, axis, score):
        """Return the parties that stand at ``score`` of an axis."""
        names = AXES[axis]
        return Domain.OR(
            Domain(name, "=", score)
            & Domain.AND(Domain(other, "<=", score) for other in names if other != name)
            for name in names
        )
