import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { TextField, textField } from "@web/views/fields/text/text_field";

import { useState } from "@odoo/owl";

import { Findings } from "./findings";

/** Long enough not to disturb while somebody types, short enough to be live. */
export const DELAY = 400;

/**
 * The text of a promise, with friendly hints under it while it is typed: which words
 * promise nothing, which sentences are too long, and what is not said yet. The server
 * finds them, so that the form and the report of a version say the same.
 */
export class PromiseField extends TextField {
    static template = "engagement_qms.PromiseField";
    static components = { ...TextField.components, Findings };

    setup() {
        super.setup();
        this.orm = useService("orm").silent;
        this.lint = useState({ text: "", findings: [], ready: false });
        this.keepLast = new KeepLast();
        this.text = this.props.record.data[this.props.name] || "";
        this.findSoon = useDebounced(() => this.find(), DELAY);
        useRecordObserver((record) => {
            const { limit_value, no_limit_reason, exclusions, owner_id, remedy } = record.data;
            this.said = {
                limit: Boolean(limit_value || no_limit_reason),
                exclusions: Boolean(exclusions),
                owner: Boolean(owner_id),
                remedy: Boolean(remedy),
            };
            this.text = record.data[this.props.name] || "";
            this.findSoon();
        });
    }

    get hasHints() {
        return this.lint.ready && this.lint.findings.length > 0;
    }

    get isClear() {
        return this.lint.ready && this.lint.text && !this.lint.findings.length;
    }

    get clearText() {
        return _t("Nothing vague found, and nothing is missing.");
    }

    onInput(ev) {
        this.text = ev.target.value;
        this.findSoon();
    }

    async find() {
        const text = this.text;
        if (this.props.readonly || !text) {
            this.lint.ready = false;
            return;
        }
        const findings = await this.keepLast.add(
            this.orm.call(this.props.record.resModel, "get_wording_findings", [text, this.said])
        );
        Object.assign(this.lint, { text, findings, ready: true });
    }
}

export const promiseField = {
    ...textField,
    component: PromiseField,
    displayName: _t("Promise with hints"),
    supportedTypes: ["text"],
    fieldDependencies: [
        { name: "limit_value", type: "float" },
        { name: "no_limit_reason", type: "char" },
        { name: "exclusions", type: "text" },
        { name: "owner_id", type: "many2one" },
        { name: "remedy", type: "text" },
    ],
};

registry.category("fields").add("engagement_promise", promiseField);
