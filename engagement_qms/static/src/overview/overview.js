import { router } from "@web/core/browser/router";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { OverviewDue } from "./overview_due";
import { OverviewMap } from "./overview_map";
import { OverviewTile } from "./overview_tile";

import { Component, onMounted, onWillStart, useEffect, useState } from "@odoo/owl";

const { DateTime } = luxon;

const PERIODS = [
    { id: "month", name: _t("This month") },
    { id: "quarter", name: _t("This quarter") },
    { id: "year", name: _t("This year") },
    { id: "last_12_months", name: _t("Last 12 months") },
];
const ICONS = {
    complaint: "fa-comment-o",
    commitment: "fa-handshake-o",
    action: "fa-wrench",
    check: "fa-search",
    review: "fa-eye",
    activity: "fa-clock-o",
};
/** Dates this near are said in words. */
const NEAR_DAYS = 30;

/**
 * The first screen: how we are doing, and what needs me today.
 *
 * One call brings all of it. Then what may have changed is measured, once, and shown
 * if anything is another. Filters stay in the address, so that it can be kept or sent.
 */
export class Overview extends Component {
    static template = "engagement_qms.Overview";
    static components = {
        Dropdown,
        DropdownItem,
        Layout,
        OverviewDue,
        OverviewMap,
        OverviewTile,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.periods = PERIODS;
        this.icons = ICONS;
        this.companies = user.activeCompanies;
        this.display = { controlPanel: {} };
        this.state = useState({ data: null, measuredAt: null, measuring: false });
        this.filters = this.props.state?.filters || {
            period: router.current.period,
            company_id: router.current.company_id,
            category_id: router.current.category_id,
        };
        useSetupAction({ getLocalState: () => ({ filters: this.state.data.filters }) });
        onWillStart(() => this.load());
        onMounted(() => this.measure());
        useEffect(
            (filters) =>
                router.replaceState({
                    period: filters.period,
                    company_id: this.companies.length > 1 ? filters.company_id : undefined,
                    category_id: filters.category_id || undefined,
                }),
            () => [this.state.data.filters]
        );
    }

    async load() {
        const data = await this.keepLast.add(
            this.orm.call("engagement.overview", "get_overview", [this.filters])
        );
        this.filters = data.filters;
        this.state.data = data;
        this.state.measuredAt =
            data.measured_at && deserializeDateTime(data.measured_at);
    }

    /** Bring the figures up to what the records say now. */
    async measure() {
        this.state.measuring = true;
        try {
            if (await this.orm.silent.call("engagement.indicator", "measure_now", [])) {
                await this.load();
            }
            this.state.measuredAt = DateTime.now();
        } finally {
            this.state.measuring = false;
        }
    }

    async choose(filters) {
        this.filters = { ...this.filters, ...filters };
        await this.load();
    }

    get data() {
        return this.state.data;
    }

    get periodName() {
        return PERIODS.find(({ id }) => id === this.data.filters.period).name;
    }

    get categoryName() {
        const { categories, filters } = this.data;
        const chosen = categories.find(({ id }) => id === filters.category_id);
        return chosen ? chosen.name : _t("Everybody");
    }

    get companyName() {
        const { company_id } = this.data.filters;
        return this.companies.find(({ id }) => id === company_id)?.name;
    }

    /** Whether nothing has happened yet: then the first steps are all there is. */
    get isEmpty() {
        const { tiles, funnel, due, map, work, steps } = this.data;
        return (
            steps.length &&
            !tiles.some((tile) => tile.known && tile.sample) &&
            !funnel.some((stage) => stage.count) &&
            !due?.length &&
            !map?.total &&
            !work.kinds.some((kind) => kind.key !== "activity")
        );
    }

    get stepsLeft() {
        return this.data.steps.filter((step) => !step.done).length;
    }

    /** The stages with the length of their bars in percent. */
    get funnel() {
        const most = Math.max(...this.data.funnel.map((stage) => stage.count || 0), 1);
        return this.data.funnel.map((stage) => ({
            ...stage,
            known: stage.count !== null,
            share: Math.round((100 * (stage.count || 0)) / most),
        }));
    }

    get asOf() {
        const moment = this.state.measuredAt;
        if (!moment) {
            return "";
        }
        const time = moment.toFormat(localization.timeFormat.replace(/:ss/, ""));
        return moment.hasSame(DateTime.now(), "day")
            ? time
            : `${formatDate(moment)} ${time}`;
    }

    /** A day as people say it; near ones in words. */
    sayDay(day) {
        if (!day) {
            return _t("No date");
        }
        const date = deserializeDate(day);
        const days = Math.round(
            date.diff(DateTime.now().startOf("day"), "days").days
        );
        if (Math.abs(days) > NEAR_DAYS) {
            return formatDate(date);
        }
        if (days === 0) {
            return _t("Today");
        }
        if (days === 1) {
            return _t("Tomorrow");
        }
        if (days === -1) {
            return _t("Yesterday");
        }
        return days > 0 ? _t("In %s days", days) : _t("%s days ago", -days);
    }

    sayLate(kind) {
        return kind.late ? _t("%s overdue", kind.late) : "";
    }

    round(number) {
        return Math.round(number);
    }

    openForm(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    /** Open the records that a number counts. */
    async openRecords(what) {
        this.action.doAction(
            await this.orm.call("engagement.overview", "get_records_action", [
                what,
                this.data.filters,
            ])
        );
    }

    openStep(step) {
        return this.action.doAction(step.action);
    }

    print() {
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "engagement_qms.report_overview",
            report_file: "engagement_qms.report_overview",
            data: this.data.filters,
        });
    }
}

registry.category("actions").add("engagement_overview", Overview);
