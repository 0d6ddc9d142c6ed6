import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { Findings } from "./findings";

/** The findings of all promises of a code; a click on the number opens the promise. */
export class WordingField extends Component {
    static template = "engagement_qms.WordingField";
    static components = { Findings };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    heading(row) {
        const title = _t("Promise %s", row.number);
        return row.lang ? `${title} (${row.lang})` : title;
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "engagement.provision",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("engagement_wording", {
    component: WordingField,
    displayName: _t("Findings of a code"),
    supportedTypes: ["json"],
});
