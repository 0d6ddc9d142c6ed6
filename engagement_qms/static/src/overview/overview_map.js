import { _t } from "@web/core/l10n/translation";

import { Component } from "@odoo/owl";

const SCORES = [1, 2, 3, 4, 5];

/** How many parties stand at each place of the map: influence upwards, impact across. */
export class OverviewMap extends Component {
    static template = "engagement_qms.OverviewMap";
    static props = { places: Array, open: Function };

    /** The cells in reading order: the most influence first. */
    get cells() {
        const most = Math.max(...this.props.places.map((place) => place.count), 1);
        const counts = Object.fromEntries(
            this.props.places.map((place) => [`${place.x}-${place.y}`, place.count])
        );
        return [...SCORES].reverse().flatMap((y) =>
            SCORES.map((x) => {
                const count = counts[`${x}-${y}`] || 0;
                return {
                    key: `${x}-${y}`,
                    x,
                    y,
                    count,
                    strength: count ? 0.12 + (0.4 * count) / most : 0,
                    title: _t("%(count)s with impact %(x)s and influence %(y)s", {
                        count,
                        x,
                        y,
                    }),
                };
            })
        );
    }
}
