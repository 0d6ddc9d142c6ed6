import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** Who of those who keep a promise still lacks which skill. */
export class UntrainedField extends Component {
    static template = "engagement_qms.UntrainedField";
    static props = { ...standardFieldProps };

    get gaps() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("engagement_untrained", {
    component: UntrainedField,
    supportedTypes: ["json"],
});
