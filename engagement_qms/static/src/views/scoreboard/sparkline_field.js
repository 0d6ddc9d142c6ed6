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

/** What a trend looks like. */
export const ARROWS = {
    better: { icon: "fa-arrow-up", tone: "text-success", label: _t("Better than before") },
    worse: { icon: "fa-arrow-down", tone: "text-danger", label: _t("Worse than before") },
    same: { icon: "fa-arrow-right", tone: "text-muted", label: _t("As before") },
    up: { icon: "fa-arrow-up", tone: "text-muted", label: _t("More than before") },
    down: { icon: "fa-arrow-down", tone: "text-muted", label: _t("Less than before") },
};

/** Whether the last value is better than the one before, as an arrow. */
export class TrendField extends Component {
    static template = "engagement_qms.TrendField";
    static props = { ...standardFieldProps };

    get arrow() {
        return ARROWS[this.props.record.data[this.props.name]];
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
});
