import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** A tick that is set and saved by one click, also in a row that is not edited. */
export class DiscoveryTick extends Component {
    static template = "engagement_qms.DiscoveryTick";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        return _t("Create %(party)s", { party: this.props.record.data.name });
    }

    async toggle() {
        await this.props.record.update({ [this.props.name]: !this.value }, { save: true });
    }
}

/** Whether a proposal is one contact or a group of them, as a picture. */
export class DiscoveryKind extends Component {
    static template = "engagement_qms.DiscoveryKind";
    static props = { ...standardFieldProps };

    get isGroup() {
        return this.props.record.data[this.props.name] === "group";
    }

    get label() {
        return this.isGroup ? _t("Group") : _t("Contact");
    }
}

/** The figures that speak for a proposal, and what speaks against it. */
export class DiscoveryReason extends Component {
    static template = "engagement_qms.DiscoveryReason";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data;
    }
}

registry.category("fields").add("engagement_discovery_tick", {
    component: DiscoveryTick,
    displayName: _t("Tick of a proposal"),
    supportedTypes: ["boolean"],
    isEmpty: () => false,
    listViewWidth: [32, 32],
    extractProps: (fieldInfo, dynamicInfo) => ({ readonly: dynamicInfo.readonly }),
});

registry.category("fields").add("engagement_discovery_kind", {
    component: DiscoveryKind,
    displayName: _t("Kind of a proposal"),
    supportedTypes: ["selection"],
    listViewWidth: [32, 32],
});

registry.category("fields").add("engagement_discovery_reason", {
    component: DiscoveryReason,
    displayName: _t("Figures of a proposal"),
    supportedTypes: ["char"],
    isEmpty: () => false,
    fieldDependencies: [
        { name: "double_text", type: "char" },
        { name: "error", type: "char" },
    ],
});
