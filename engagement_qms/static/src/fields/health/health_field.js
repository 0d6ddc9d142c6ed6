import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useRef, useState } from "@odoo/owl";

/** How far each level bends the mouth: down, flat or up. */
const BEND = { 1: -2.2, 2: -0.9, 3: 0, 4: 0.9, 5: 2.2 };
/** The extremes differ by more than the bend: frowning brows, laughing mouth. */
const BROWS = "M7.4 7.2 l2.4 1.2 M16.6 7.2 l-2.4 1.2 M8.9 10 v.8 M15.1 10 v.8";
const EYES = "M8.9 8.6 v1.4 M15.1 8.6 v1.4";

/**
 * @param {string} level "1" to "5"
 * @returns {string} the path of eyes and mouth in a 24 x 24 picture
 */
export function facePath(level) {
    const bend = BEND[level] || 0;
    const corner = 15.3 - bend * 0.7;
    const mouth = `M7.5 ${corner} Q12 ${corner + bend * 2.6} 16.5 ${corner}`;
    return `${level === "1" ? BROWS : EYES} ${mouth}${level === "5" ? "Z" : ""}`;
}

/**
 * The health of a relation as five faces: a radio group where it can be edited,
 * one labelled face where it cannot. A second click on the chosen face takes it back.
 */
export class HealthField extends Component {
    static template = "engagement_qms.HealthField";
    static props = {
        ...standardFieldProps,
        showLabel: { type: Boolean, optional: true },
    };

    setup() {
        this.facePath = facePath;
        this.group = useRef("group");
        this.state = useState({ preview: false });
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get levels() {
        return this.props.record.fields[this.props.name].selection.filter(([level]) => level);
    }

    get fieldLabel() {
        return this.props.record.fields[this.props.name].string;
    }

    label(level) {
        const found = this.levels.find(([key]) => key === level);
        return found ? found[1] : "";
    }

    get description() {
        return _t("%(field)s: %(level)s", {
            field: this.fieldLabel,
            level: this.label(this.value) || _t("not noted"),
        });
    }

    /** Roving tabindex: the chosen face is the one stop of the group. */
    tabIndex(level) {
        return level === (this.value || "3") ? 0 : -1;
    }

    async setLevel(level) {
        this.state.preview = false;
        if (level) {
            this.group.el.querySelector(`[data-level="${level}"]`).focus();
        }
        if (level !== this.value) {
            await this.props.record.update({ [this.props.name]: level });
        }
    }

    onClick(level) {
        return this.setLevel(level === this.value ? false : level);
    }

    onKeydown(ev) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        const level = this.levelForKey(ev.key);
        if (level !== undefined) {
            ev.preventDefault();
            ev.stopPropagation();
            this.setLevel(level);
        }
    }

    /** @returns {string|false|undefined} the level a key asks for; false takes it back */
    levelForKey(key) {
        const value = Number(this.value);
        switch (key) {
            case "ArrowRight":
            case "ArrowDown":
                return `${Math.min((value || 2) + 1, 5)}`;
            case "ArrowLeft":
            case "ArrowUp":
                return `${Math.max((value || 4) - 1, 1)}`;
            case "Home":
                return "1";
            case "End":
                return "5";
            case "Delete":
            case "Backspace":
                return false;
        }
        return key in BEND ? key : undefined;
    }
}

export const healthField = {
    component: HealthField,
    displayName: _t("Five faces"),
    supportedTypes: ["selection"],
    supportedOptions: [
        {
            label: _t("Show the word"),
            name: "label",
            type: "boolean",
            help: _t("Show the word for the face beside it, as forms do."),
        },
    ],
    isEmpty: (record, fieldName) => !record.data[fieldName],
    listViewWidth: [44, 150],
    extractProps: ({ options, viewType }) => ({
        showLabel: "label" in options ? Boolean(options.label) : viewType === "form",
    }),
};

registry.category("fields").add("engagement_health", healthField);
