// Copyright 2026 Engagement QMS contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { registry } from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";

/**
 * Chooses a field of the documents that a rule watches, among those that may be used:
 * stored ones of some types, and of these the relations to one model only.
 */
export class RuleField extends FieldSelectorField {
    static props = {
        ...FieldSelectorField.props,
        types: Array,
        relation: { type: String, optional: true },
    };

    filter(field) {
        return (
            field.store &&
            !field.company_dependent &&
            this.props.types.includes(field.type) &&
            (!this.props.relation || field.relation === this.props.relation)
        );
    }
}

export const ruleField = {
    ...fieldSelectorField,
    component: RuleField,
    extractProps({ options }, dynamicInfo) {
        return {
            ...fieldSelectorField.extractProps({ options }, dynamicInfo),
            followRelations: false,
            types: options.types,
            relation: options.relation,
        };
    },
};

registry.category("fields").add("engagement_rule_field", ruleField);
