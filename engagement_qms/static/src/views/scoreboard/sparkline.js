import { _t } from "@web/core/l10n/translation";

import { Component } from "@odoo/owl";

const WIDTH = 120;
const HEIGHT = 30;
const MARGIN = 4;

/**
 * The last values of an indicator as a small line, with its goal and the last point
 * in the colour of the verdict. Periods without data leave a gap.
 */
export class Sparkline extends Component {
    static template = "engagement_qms.Sparkline";
    static props = {
        rows: Array,
        goals: { type: Array, optional: true },
    };
    static defaultProps = { goals: [] };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
    }

    get known() {
        return this.props.rows.filter((row) => row.value !== null);
    }

    /** The lowest and the highest number drawn; never the same. */
    get range() {
        const values = [...this.known.map((row) => row.value), ...this.props.goals];
        const low = Math.min(...values);
        const high = Math.max(...values);
        return low === high ? [low - 1, high + 1] : [low, high];
    }

    x(index) {
        const steps = Math.max(this.props.rows.length - 1, 1);
        return MARGIN + (index * (WIDTH - 2 * MARGIN)) / steps;
    }

    y(value) {
        const [low, high] = this.range;
        return HEIGHT - MARGIN - ((value - low) / (high - low)) * (HEIGHT - 2 * MARGIN);
    }

    get path() {
        let pen = "M";
        const parts = [];
        this.props.rows.forEach((row, index) => {
            if (row.value === null) {
                pen = "M";
                return;
            }
            parts.push(`${pen}${this.x(index).toFixed(1)} ${this.y(row.value).toFixed(1)}`);
            pen = "L";
        });
        return parts.join(" ");
    }

    get last() {
        const row = this.known.at(-1);
        if (!row) {
            return null;
        }
        const index = this.props.rows.indexOf(row);
        return { x: this.x(index), y: this.y(row.value), status: row.status };
    }

    get title() {
        if (!this.known.length) {
            return _t("No data yet");
        }
        return this.known.map((row) => `${row.label}: ${row.text}`).join("\n");
    }
}
