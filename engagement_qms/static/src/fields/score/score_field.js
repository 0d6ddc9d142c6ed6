import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useRef, useState } from "@odoo/owl";

export const SCORES = [1, 2, 3, 4, 5];

const LEVELS = {
    1: _t("Very low"),
    2: _t("Low"),
    3: _t("Medium"),
    4: _t("High"),
    5: _t("Very high"),
};

/**
 * @param {number} score
 * @returns {string} the word for a score of 1 to 5
 */
export function scoreLabel(score) {
    return (LEVELS[score] || _t("Not scored")).toString();
}

/**
 * A score of 1 to 5 as five segments: a radio group where it can be edited,
 * one labelled picture where it cannot.
 */
export class ScoreField extends Component {
    static template = "engagement_qms.ScoreField";
    static props = {
        ...standardFieldProps,
        showLabel: { type: Boolean, optional: true },
    };

    setup() {
        this.scores = SCORES;
        this.scoreLabel = scoreLabel;
        this.group = useRef("group");
        this.state = useState({ preview: 0 });
    }

    get value() {
        return this.props.record.data[this.props.name] || 0;
    }

    get fieldLabel() {
        return this.props.record.fields[this.props.name].string;
    }

    /** What the segments show: the score under the pointer, else the value. */
    get shown() {
        return this.state.preview || this.value;
    }

    get description() {
        if (!this.value) {
            return _t("%(field)s: not scored", { field: this.fieldLabel });
        }
        return _t("%(field)s: %(score)s of 5, %(level)s", {
            field: this.fieldLabel,
            score: this.value,
            level: scoreLabel(this.value),
        });
    }

    /** Roving tabindex: the chosen score is the one stop of the group. */
    tabIndex(score) {
        return score === (this.value || 1) ? 0 : -1;
    }

    async setScore(score) {
        this.state.preview = 0;
        this.group.el.querySelector(`[data-score="${score}"]`).focus();
        if (score !== this.value) {
            await this.props.record.update({ [this.props.name]: score });
        }
    }

    onKeydown(ev) {
        if (ev.altKey || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        const score = this.scoreForKey(ev.key);
        if (score) {
            // a list moves between rows and cells with the same keys
            ev.preventDefault();
            ev.stopPropagation();
            this.setScore(score);
        }
    }

    scoreForKey(key) {
        switch (key) {
            case "ArrowRight":
            case "ArrowDown":
                return Math.min(this.value + 1, 5);
            case "ArrowLeft":
            case "ArrowUp":
                return Math.max(this.value - 1, 1);
            case "Home":
                return 1;
            case "End":
                return 5;
        }
        return SCORES.find((score) => key === `${score}`);
    }
}

export const scoreField = {
    component: ScoreField,
    displayName: _t("Score 1 to 5"),
    supportedTypes: ["integer"],
    supportedOptions: [
        {
            label: _t("Show the word"),
            name: "label",
            type: "boolean",
            help: _t("Show the word for the score beside it, as forms do."),
        },
    ],
    isEmpty: () => false,
    listViewWidth: [84, 130],
    extractProps: ({ options, viewType }) => ({
        showLabel: "label" in options ? Boolean(options.label) : viewType === "form",
    }),
};

registry.category("fields").add("engagement_score", scoreField);
