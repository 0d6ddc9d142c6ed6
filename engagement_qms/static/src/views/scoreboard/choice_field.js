import { registry } from "@web/core/registry";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";

/**
 * Chooses one of the names that another field of the record lists, by their labels:
 * what can be chosen depends on what else was chosen before.
 */
export class ChoiceField extends SelectionField {
    static props = { ...SelectionField.props, choicesField: String };

    get options() {
        const { record, name, choicesField } = this.props;
        return (record.data[choicesField] || {})[name] || [];
    }

    get string() {
        const option = this.options.find(([value]) => value === this.value);
        return option ? option[1] : this.value || "";
    }

    onChange(value) {
        this.props.record.update({ [this.props.name]: value ?? false });
    }
}

registry.category("fields").add("engagement_choice", {
    ...selectionField,
    component: ChoiceField,
    supportedTypes: ["char"],
    isEmpty: (record, name) => !record.data[name],
    extractProps(fieldInfo, dynamicInfo) {
        return {
            ...selectionField.extractProps(fieldInfo, dynamicInfo),
            choicesField: fieldInfo.options.choices,
        };
    },
    fieldDependencies: ({ options }) => [
        { name: options.choices, type: "json", readonly: true },
    ],
});
