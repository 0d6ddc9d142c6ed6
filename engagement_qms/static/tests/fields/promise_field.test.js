import { expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { DELAY } from "@engagement_qms/fields/promise/promise_field";
import { cutText } from "@engagement_qms/fields/promise/findings";

class Provision extends models.Model {
    _name = "engagement.provision";

    promise = fields.Text();
    limit_value = fields.Float();
    no_limit_reason = fields.Char();
    exclusions = fields.Text();
    owner_id = fields.Many2one({ relation: "engagement.provision" });
    remedy = fields.Text();
    wording = fields.Json();
    framework = fields.Json();
    untrained = fields.Json();

    _records = [
        {
            id: 1,
            promise: "We answer soon.",
            wording: [
                {
                    id: 7,
                    number: "3",
                    promise: "We pay promptly.",
                    lang: false,
                    findings: [
                        { kind: "vague", start: 7, end: 15, text: "promptly", hint: "Say when." },
                        { kind: "owner", start: 0, end: 0, text: "", hint: "Say who." },
                    ],
                },
            ],
            framework: [
                {
                    key: "why",
                    title: "Why",
                    percent: 50,
                    points: [
                        { text: "Name the leader", covered: true, page: "" },
                        { text: "Say what it is for", covered: false, page: "text" },
                    ],
                },
            ],
            untrained: [{ name: "Frank Novak", skills: ["Lift", "Tour"] }],
        },
        { id: 2, promise: "We pay in 5 days.", wording: [] },
    ];
}

defineMailModels();
defineModels([Provision]);

const FORM = `<form>
    <field name="promise" widget="engagement_promise"/>
    <field name="remedy"/>
</form>`;

function findSoon(text) {
    const start = text.indexOf("soon");
    return start < 0
        ? []
        : [{ kind: "vague", start, end: start + 4, text: "soon", hint: "Say within how many days." }];
}

function mountPromise(resId = 1, arch = FORM) {
    return mountView({ type: "form", resModel: "engagement.provision", resId, arch });
}

async function settle() {
    await advanceTime(DELAY + 10);
    await animationFrame();
}

test("a vague word is marked under the text, with what to do about it", async () => {
    onRpc("get_wording_findings", ({ args }) => findSoon(args[0]));
    await mountPromise();
    await settle();
    expect(".o_engagement_marked").toHaveText("We answer soon.");
    expect(".o_engagement_marked mark").toHaveText("soon");
    expect(queryAllTexts(".o_engagement_hints li")).toEqual(["Say within how many days."]);
    expect(".o_engagement_hints").toHaveAttribute("aria-live", "polite");
});

test("hints follow what is typed, one question for many keys", async () => {
    onRpc("get_wording_findings", ({ args }) => {
        expect.step(args[0]);
        return findSoon(args[0]);
    });
    await mountPromise(2);
    await settle();
    expect.verifySteps(["We pay in 5 days."]);
    expect(".o_engagement_clear").toHaveText("Nothing vague found, and nothing is missing.");
    await click(".o_field_widget[name=promise] textarea");
    await edit("We pay soon.");
    await settle();
    expect.verifySteps(["We pay soon."]);
    expect(".o_engagement_marked mark").toHaveText("soon");
    expect(".o_engagement_clear").toHaveCount(0);
});

test("what the other fields say goes along", async () => {
    onRpc("get_wording_findings", ({ args }) => {
        expect.step(args[1]);
        return [];
    });
    await mountPromise(2);
    await settle();
    await contains(".o_field_widget[name=remedy] textarea").edit("A desk on loan");
    await settle();
    const said = { limit: false, exclusions: false, owner: false };
    expect.verifySteps([
        { ...said, remedy: false },
        { ...said, remedy: true },
    ]);
});

test("a locked promise is read without hints", async () => {
    onRpc("get_wording_findings", () => {
        expect.step("asked");
        return [];
    });
    await mountPromise(1, FORM.replace("widget", 'readonly="1" widget'));
    await settle();
    expect(".o_engagement_promise").toHaveText("We answer soon.");
    expect(".o_engagement_hints").toHaveCount(0);
    expect.verifySteps([]);
});

test("positions count characters, also after a picture sign", () => {
    expect(cutText("🚚 soon!", [{ kind: "vague", start: 2, end: 6 }])).toEqual([
        { text: "🚚 ", kind: "" },
        { text: "soon", kind: "vague" },
        { text: "!", kind: "" },
    ]);
});

test("the report lists each promise with findings, and opens it", async () => {
    mockService("action", {
        doAction({ res_model, res_id }) {
            expect.step([res_model, res_id]);
        },
    });
    await mountPromise(1, `<form><field name="wording" widget="engagement_wording"/></form>`);
    expect(".o_engagement_wording_row").toHaveCount(1);
    expect(".o_engagement_marked mark").toHaveText("promptly");
    expect(queryAllTexts(".o_engagement_wording_row li")).toEqual(["Say when.", "Say who."]);
    await contains(".o_engagement_wording_row button").click();
    expect.verifySteps([["engagement.provision", 7]]);
});

test("a report without findings says so", async () => {
    await mountPromise(2, `<form><field name="wording" widget="engagement_wording"/></form>`);
    expect(".o_engagement_wording").toHaveText("Nothing vague found, and nothing is missing.");
});

test("a missing point of the framework leads to its tab", async () => {
    await mountPromise(
        1,
        `<form><sheet><notebook>
            <page name="overview" string="Overview">
                <field name="framework" widget="engagement_framework"/>
            </page>
            <page name="text" string="Text"><field name="remedy"/></page>
        </notebook></sheet></form>`
    );
    expect(".o_engagement_framework section").toHaveAttribute("aria-label", "Why");
    expect(".o_engagement_framework section .text-muted:first").toHaveText("50 % covered");
    expect(".o_engagement_framework li").toHaveCount(2);
    expect(".o_engagement_goto").toHaveCount(1);
    await contains(".o_engagement_goto").click();
    expect(".o_notebook_headers .nav-link.active").toHaveText("Text");
    expect(".o_field_widget[name=remedy]").toHaveCount(1);
});

test("who lacks a skill is named", async () => {
    await mountPromise(1, `<form><field name="untrained" widget="engagement_untrained"/></form>`);
    expect(".o_field_engagement_untrained li").toHaveText("Frank Novak: Lift, Tour");
});
