import { loadBundle } from "@web/core/assets";
import { getColor, hexToRGBA } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

const TONES = {
    good: "text-bg-success",
    warning: "text-bg-warning",
    bad: "text-bg-danger",
    none: "text-bg-light",
};
const LABELS = {
    good: _t("On target"),
    warning: _t("Close"),
    bad: _t("Off target"),
    none: _t("No verdict"),
};

/** The values of the last periods with their goal, and a table of what they rest on. */
export class IndicatorChart extends Component {
    static template = "engagement_qms.IndicatorChart";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [JSON.stringify(this.value)]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get value() {
        return this.props.record.data[this.props.name] || { rows: [], goals: [] };
    }

    get hasData() {
        return this.value.rows.some((row) => row.value !== null);
    }

    /** The newest first. */
    get rows() {
        return [...this.value.rows].reverse();
    }

    get description() {
        return this.value.rows.map((row) => `${row.label}: ${row.text}`).join(", ");
    }

    tone(status) {
        return TONES[status];
    }

    label(status) {
        return LABELS[status];
    }

    async openRecords(row) {
        this.action.doAction(
            await this.orm.call("engagement.measure", "action_view_records", [row.id])
        );
    }

    draw() {
        this.chart?.destroy();
        if (!this.canvas.el) {
            return;
        }
        const scheme = cookie.get("color_scheme");
        const color = getColor(1, scheme, "odoo");
        const { rows, goals } = this.value;
        const lines = goals.map((goal) => ({
            label: _t("Goal"),
            data: rows.map(() => goal),
            borderColor: getColor(3, scheme, "odoo"),
            borderDash: [6, 4],
            borderWidth: 1.5,
            pointRadius: 0,
        }));
        this.chart = new Chart(this.canvas.el, {
            type: "line",
            data: {
                labels: rows.map((row) => row.label),
                datasets: [
                    {
                        label: this.props.record.data.name,
                        data: rows.map((row) => row.value),
                        borderColor: color,
                        backgroundColor: hexToRGBA(color, 0.15),
                        fill: true,
                        tension: 0.25,
                        spanGaps: false,
                    },
                    ...lines,
                ],
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: {
                            label: (item) =>
                                item.datasetIndex
                                    ? `${_t("Goal")}: ${item.parsed.y}`
                                    : `${rows[item.dataIndex].text} (n = ${
                                          rows[item.dataIndex].sample
                                      })`,
                        },
                    },
                },
                scales: { y: { beginAtZero: true } },
            },
        });
    }
}

registry.category("fields").add("engagement_indicator_chart", {
    component: IndicatorChart,
    displayName: _t("Chart of an indicator"),
    supportedTypes: ["json"],
});
