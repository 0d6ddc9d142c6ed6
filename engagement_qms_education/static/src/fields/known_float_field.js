import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/**
 * A number that stands empty as long as nobody knows it: another field of the record,
 * the day of the figure, says whether somebody does.
 */
export class KnownFloatField extends FloatField {
    static props = { ...FloatField.props, knownField: String };

    get formattedValue() {
        const { record, knownField } = this.props;
        return record.data[knownField] || this.value ? super.formattedValue : "";
    }
}

registry.category("fields").add("engagement_known_float", {
    ...floatField,
    component: KnownFloatField,
    extractProps(fieldInfo) {
        return {
            ...floatField.extractProps(fieldInfo),
            knownField: fieldInfo.options.known,
        };
    },
    fieldDependencies: ({ options }) => [{ name: options.known, type: "date" }],
});
