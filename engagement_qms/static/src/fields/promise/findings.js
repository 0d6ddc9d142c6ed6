import { _t } from "@web/core/l10n/translation";

import { Component } from "@odoo/owl";

/** What a promise does not say; everything else is marked in its text. */
const MISSING = ["limit", "exclusions", "owner", "remedy"];

/**
 * Cut a text into marked and plain pieces. Positions count characters, as Python does,
 * not the halves of characters that JavaScript counts.
 *
 * @param {string} text
 * @param {{ kind: string, start: number, end: number }[]} findings
 * @returns {{ text: string, kind: string }[]}
 */
export function cutText(text, findings) {
    const characters = Array.from(text);
    const pieces = [];
    let position = 0;
    const add = (end, kind) => {
        if (end > position) {
            pieces.push({ text: characters.slice(position, end).join(""), kind });
            position = end;
        }
    };
    // a long sentence is said in words: marking it would hide the words inside it
    const marked = findings.filter(({ kind }) => ["vague", "long_word"].includes(kind));
    for (const { kind, start, end } of marked) {
        add(start, "");
        add(end, kind);
    }
    add(characters.length, "");
    return pieces;
}

/** The text of a promise with its findings marked, and what to do about each. */
export class Findings extends Component {
    static template = "engagement_qms.Findings";
    static props = { text: String, findings: Array };

    get pieces() {
        return cutText(this.props.text, this.props.findings);
    }

    get hasMarks() {
        return this.pieces.some(({ kind }) => kind);
    }

    get markTitle() {
        return _t("Vague or hard to read");
    }

    icon(kind) {
        return MISSING.includes(kind) ? "fa-circle-o" : "fa-exclamation-triangle";
    }
}
