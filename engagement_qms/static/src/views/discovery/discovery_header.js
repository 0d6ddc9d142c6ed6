import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";

import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";

const MODEL = "engagement.discovery";

/**
 * What stands above the preview of a discovery: what was read, how much was
 * found, and the button that creates what is ticked, with its progress.
 */
export class DiscoveryHeader extends Component {
    static template = "engagement_qms.DiscoveryHeader";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ overview: null, run: null });
        this.keepLast = new KeepLast();
        useBus(this.props.list.model.bus, "update", () => this.refresh());
        onWillStart(() => this.refresh());
        // whoever leaves in the middle goes on later: nothing runs unseen
        onWillDestroy(() => this.stop());
    }

    get discoveryId() {
        return this.props.list.context.discovery_id;
    }

    get overview() {
        return this.state.overview;
    }

    get tiles() {
        const { proposed, selected, doubles, failed } = this.overview;
        return [
            { filter: "proposed", count: proposed, label: _t("Proposed"), tone: "info" },
            { filter: "selected", count: selected, label: _t("Ticked"), tone: "success" },
            { filter: "doubles", count: doubles, label: _t("Doubles"), tone: "warning" },
            { filter: "failed", count: failed, label: _t("Failed"), tone: "danger" },
        ].filter((tile) => tile.count || tile.filter !== "failed");
    }

    get read() {
        return this.overview.sources.filter((source) => source.state === "live");
    }

    get broken() {
        return this.overview.sources.filter((source) => source.state === "broken");
    }

    get waiting() {
        return this.overview.sources.filter((source) => source.state === "waiting");
    }

    get waitingNames() {
        return this.waiting.map((source) => source.name).join(", ");
    }

    get createLabel() {
        const { selected, state } = this.overview;
        if (!selected) {
            return _t("Nothing ticked");
        }
        if (state === "creating") {
            return _t("Create the other %(count)s", { count: selected });
        }
        return selected === 1
            ? _t("Create 1 party")
            : _t("Create %(count)s parties", { count: selected });
    }

    get runLabel() {
        return _t("%(done)s of %(total)s created", this.state.run);
    }

    get runPercent() {
        const { done, total } = this.state.run;
        return total ? Math.round((100 * done) / total) : 100;
    }

    sourceHelp(source) {
        const texts = [
            source.months
                ? _t("%(documents)s documents of the last %(months)s months.", source)
                : _t("%(documents)s documents.", source),
        ];
        if (source.hidden) {
            texts.push(_t("Amounts are hidden, because you may not read all of them."));
        }
        if (source.foreign) {
            texts.push(
                _t("The amounts of %(foreign)s in another currency are left out.", source)
            );
        }
        return texts.join(" ");
    }

    async refresh() {
        const overview = await this.keepLast.add(
            this.orm.silent.call(MODEL, "get_overview", [this.discoveryId])
        );
        this.state.overview = overview;
    }

    /** Show only the lines that a tile counts, in the groups there are. */
    toggleFilter(name) {
        const { searchModel } = this.env;
        const active = new Set(searchModel.query.map((item) => item.searchItemId));
        for (const item of searchModel.getSearchItems((item) => item.type === "filter")) {
            if (active.has(item.id) !== (item.name === name && !active.has(item.id))) {
                searchModel.toggleSearchItem(item.id);
            }
        }
    }

    async showMore() {
        await this.leaveRow();
        await this.orm.call(MODEL, "action_show_more", [this.discoveryId]);
        await this.props.list.model.load();
    }

    /** Tick or untick all lines that the search shows, on other pages too. */
    async tickAll(method) {
        await this.leaveRow();
        const { resModel, domain } = this.props.list;
        await this.orm.call(resModel, method, [await this.orm.search(resModel, domain)]);
        await this.props.list.model.load();
    }

    openRegister() {
        return this.action.doAction("engagement_qms.engagement_party_action");
    }

    leaveRow() {
        return this.props.list.leaveEditMode?.();
    }

    stop() {
        if (this.state.run) {
            this.state.run.stopped = true;
        }
    }

    async create() {
        await this.leaveRow();
        await this.refresh();
        const { selected: total, done: before } = this.overview;
        const run = { done: 0, total, stopped: false };
        this.state.run = run;
        try {
            for (let retry = true; !this.state.run.stopped; retry = false) {
                const overview = await this.orm.silent.call(
                    MODEL,
                    "create_next",
                    [this.discoveryId],
                    { retry }
                );
                this.state.run.done = overview.done - before;
                this.state.overview = overview;
                if (overview.state === "done") {
                    break;
                }
            }
            await this.finish();
        } finally {
            this.state.run = null;
        }
    }

    async finish() {
        const { state, failed } = this.overview;
        if (state === "done" && !failed) {
            const action = await this.orm.call(MODEL, "action_open_created", [
                this.discoveryId,
            ]);
            return this.action.doAction(action, { clearBreadcrumbs: true });
        }
        if (failed) {
            this.notification.add(
                _t("%(count)s could not be created. Each line says why.", {
                    count: failed,
                }),
                { type: "warning" }
            );
        }
        await this.props.list.model.load();
    }
}
