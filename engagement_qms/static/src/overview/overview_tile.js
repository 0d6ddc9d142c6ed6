import { _t } from "@web/core/l10n/translation";
import { Sparkline } from "../views/scoreboard/sparkline";
import { getArrow } from "../views/scoreboard/sparkline_field";

import { Component } from "@odoo/owl";

/** What a verdict looks like: never by its colour alone. */
const VERDICTS = {
    good: { icon: "fa-check-circle", tone: "success", label: _t("On target") },
    warning: { icon: "fa-exclamation-circle", tone: "warning", label: _t("Close") },
    bad: { icon: "fa-times-circle", tone: "danger", label: _t("Off target") },
};

/** One key figure: what it is now, whether that is good, and where it goes. */
export class OverviewTile extends Component {
    static template = "engagement_qms.OverviewTile";
    static components = { Sparkline };
    static props = { tile: Object, open: Function };

    get verdict() {
        return VERDICTS[this.props.tile.status];
    }

    get arrow() {
        const { tile } = this.props;
        return getArrow(tile.trend, tile.recent.rows);
    }
}
