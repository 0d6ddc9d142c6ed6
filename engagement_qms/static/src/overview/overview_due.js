import { Component, useState } from "@odoo/owl";

/** Open promises that are overdue or due soon, of all or of whoever looks. */
export class OverviewDue extends Component {
    static template = "engagement_qms.OverviewDue";
    static props = { rows: Array, open: Function };

    setup() {
        this.state = useState({ whose: "all" });
    }

    get mine() {
        return this.state.whose === "mine";
    }

    get rows() {
        return this.props.rows
            .map((row) => ({ ...row, ...row[this.state.whose] }))
            .filter((row) => row.overdue || row.soon);
    }

    total(bucket) {
        return this.rows.reduce((sum, row) => sum + row[bucket], 0);
    }

    open(bucket, kind) {
        this.props.open({ section: "due", bucket, kind, mine: this.mine });
    }
}
