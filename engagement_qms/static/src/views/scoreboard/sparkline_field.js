import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Sparkline } from "./sparkline";

import { Component } from "@odoo/owl";

export class SparklineField extends Component {
    static template = "engagement_qms.SparklineField";
    static components = { Sparkline };
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name] || { rows: [], goals: [] };
    }
}

const TONES = {
    better: { tone: "text-success", label: _t("Better than before") },
    worse: { tone: "text-danger", label: _t("Worse than before") },
    same: { tone: "text-muted", label: _t("As before") },
    up: { tone: "text-muted", label: _t("More than before") },
    down: { tone: "text-muted", label: _t("Less than before") },
};

/**
 * How the last value compares with the one before: the arrow says whether it went up or
 * down, its colour and its words whether that is good.
 *
 * @param {string|false} trend what the server says of it
 * @param {Object[]} rows the last periods, the oldest first
 * @returns {Object|null} icon, tone and label; nothing where there is nothing to compare
 */
export function getArrow(trend, rows) {
    const [before, last] = rows.filter((row) => row.value !== null).slice(-2);
    if (!last || !trend) {
        return null;
    }
    const way = Math.sign(last.value - before.value);
    const icon = { "-1": "fa-arrow-down", 0: "fa-arrow-right", 1: "fa-arrow-up" }[way];
    return { icon, ...TONES[trend] };
}

/** The arrow of a trend. */
export class TrendField extends Component {
    static template = "engagement_qms.TrendField";
    static props = { ...standardFieldProps };

    get arrow() {
        const { record, name } = this.props;
        return getArrow(record.data[name], record.data.recent?.rows || []);
    }
}

registry.category("fields").add("engagement_sparkline", {
    component: SparklineField,
    displayName: _t("Last periods as a line"),
    supportedTypes: ["json"],
});
registry.category("fields").add("engagement_trend", {
    component: TrendField,
    displayName: _t("Better or worse than before"),
    supportedTypes: ["selection"],
    fieldDependencies: [{ name: "recent", type: "json", readonly: true }],
});
