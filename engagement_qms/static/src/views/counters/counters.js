import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";

import { Component, onWillStart, useState } from "@odoo/owl";

/** Told by the model's bus when records were loaded or changed. */
export const COUNT_EVENT = "engagement-count";

/**
 * Tiles above a list that say what needs somebody, and show it when clicked.
 *
 * A tile is a filter of the search view with its number of records. The model says
 * which filters are worth counting, and how bad each is (`get_counters`); the label
 * is the filter's own. What the action itself leaves out is not counted.
 */
export class Counters extends Component {
    static template = "engagement_qms.Counters";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ counters: [] });
        useBus(this.props.list.model.bus, COUNT_EVENT, () => this.refresh());
        onWillStart(() => this.refresh());
    }

    get tiles() {
        const { searchModel } = this.env;
        const active = new Set(searchModel.query.map((item) => item.searchItemId));
        const items = searchModel.getSearchItems((item) => item.type === "filter");
        const byName = Object.fromEntries(items.map((item) => [item.name, item]));
        return this.state.counters
            .filter(({ filter }) => filter in byName)
            .map(({ filter, count, tone }) => ({
                filter,
                count,
                label: byName[filter].description,
                pressed: active.has(byName[filter].id),
                tone: count ? tone : "secondary",
            }));
    }

    async refresh() {
        this.state.counters = await this.keepLast.add(
            this.orm.silent.call(this.props.list.resModel, "get_counters", [
                this.env.searchModel.globalDomain,
            ])
        );
    }

    /** Show what one tile counts; a second click shows everything again. */
    toggle(name) {
        const { searchModel } = this.env;
        const active = new Set(searchModel.query.map((item) => item.searchItemId));
        const counted = new Set(this.state.counters.map(({ filter }) => filter));
        for (const item of searchModel.getSearchItems(
            (item) => item.type === "filter" && counted.has(item.name)
        )) {
            const wanted = item.name === name && !active.has(item.id);
            if (active.has(item.id) !== wanted) {
                searchModel.toggleSearchItem(item.id);
            }
        }
    }
}
