import { _t } from "@web/core/l10n/translation";
import { deserializeDate, formatDate, today } from "@web/core/l10n/dates";
import { axisLabel, PRIORITIES } from "./party_map_axes";

import { Component } from "@odoo/owl";

/** From so many days on, a date is told in months. */
const MONTHS_FROM = 60;

/** What one bubble stands for: shown while pointing at it, or after a tap. */
export class PartyMapCard extends Component {
    static template = "engagement_qms.PartyMapCard";
    static props = {
        axes: Object,
        close: { type: Function, optional: true },
        fields: Object,
        movable: { type: Boolean, optional: true },
        open: { type: Function, optional: true },
        party: { type: Object, optional: true },
        place: { type: Object, optional: true },
    };

    get title() {
        const { party, place } = this.props;
        return party ? party.name : _t("%s parties", place.count);
    }

    get position() {
        const { axes, fields, party, place } = this.props;
        const { x, y } = party || place;
        return `${axisLabel(axes.y, fields)} ${y} · ${axisLabel(axes.x, fields)} ${x}`;
    }

    get priorities() {
        const { party, place, fields } = this.props;
        const names = new Map(fields.priority.selection);
        const shown = party ? { [party.priority]: 0 } : place.priorities;
        return PRIORITIES.filter((key) => key in shown).map((key) => ({
            key,
            name: names.get(key),
            count: shown[key],
        }));
    }

    get nextContact() {
        const date = this.props.party.next_contact_date;
        if (!date) {
            return _t("No contact planned");
        }
        const day = deserializeDate(date);
        const days = Math.abs(day.diff(today(), "days").days);
        const unit = days < MONTHS_FROM ? "days" : "months";
        return `${day.toRelativeCalendar({ base: today(), unit })} (${formatDate(day)})`;
    }

    get owner() {
        const { owner_id, user_id } = this.props.party;
        return (owner_id || user_id)?.[1];
    }

    open() {
        this.props.close?.();
        this.props.open();
    }
}
