import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useRef } from "@odoo/owl";

/**
 * The framework of a code in three blocks: what is there, what is missing, and the way
 * to where it is said, which is a tab of the same form.
 */
export class FrameworkField extends Component {
    static template = "engagement_qms.FrameworkField";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
    }

    get blocks() {
        return this.props.record.data[this.props.name] || [];
    }

    percentText(block) {
        return _t("%s % covered", block.percent);
    }

    get coveredText() {
        return _t("Covered:");
    }

    get missingText() {
        return _t("Missing:");
    }

    goTo(point) {
        const form = this.root.el.closest(".o_form_view");
        const tab =
            point.page && form.querySelector(`.o_notebook_headers .nav-link[name="${point.page}"]`);
        if (tab) {
            tab.click();
            tab.focus();
        } else {
            form.querySelector(".o_form_sheet").scrollIntoView();
            form.querySelector(".o_inner_group input")?.focus();
        }
    }
}

registry.category("fields").add("engagement_framework", {
    component: FrameworkField,
    displayName: _t("Framework of a code"),
    supportedTypes: ["json"],
});
