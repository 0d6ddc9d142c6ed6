import { expect, test } from "@odoo/hoot";
import { press, queryAllAttributes } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Event extends models.Model {
    _name = "health.event";

    name = fields.Char();
    health = fields.Selection({
        string: "How did it go?",
        selection: [
            ["1", "Strained"],
            ["2", "Cool"],
            ["3", "Steady"],
            ["4", "Good"],
            ["5", "Excellent"],
        ],
    });

    _records = [
        { id: 1, name: "Review", health: "2" },
        { id: 2, name: "Call", health: false },
    ];
}

defineMailModels();
defineModels([Event]);

const FORM = `<form><field name="health" widget="engagement_health"/></form>`;
const READONLY = FORM.replace("widget", 'readonly="1" widget');

test("health can be read as one face with a label", async () => {
    await mountView({ type: "form", resModel: "health.event", resId: 1, arch: READONLY });
    expect(".o_engagement_health[role=img]").toHaveAttribute("aria-label", "How did it go?: Cool");
    expect(".o_engagement_face").toHaveCount(1);
    expect(".o_engagement_face").toHaveAttribute("data-face", "2");
    expect("[role=radio]").toHaveCount(0);
});

test("where nobody noted it, no face is shown", async () => {
    await mountView({ type: "form", resModel: "health.event", resId: 2, arch: READONLY });
    expect(".o_engagement_face").toHaveCount(0);
    expect(".o_engagement_health[role=img]").toHaveAttribute(
        "aria-label",
        "How did it go?: not noted"
    );
});

test("a click chooses a face, a second click takes it back", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountView({ type: "form", resModel: "health.event", resId: 2, arch: FORM });
    expect(queryAllAttributes("[role=radio]", "aria-label")).toEqual([
        "Strained",
        "Cool",
        "Steady",
        "Good",
        "Excellent",
    ]);
    await contains("[data-level='4']").click();
    expect("[role=radio][aria-checked=true]").toHaveCount(1);
    expect("[data-level='4']").toHaveAttribute("aria-checked", "true");
    await clickSave();
    await contains("[data-level='4']").click();
    expect("[role=radio][aria-checked=true]").toHaveCount(0);
    await clickSave();
    expect.verifySteps([{ health: "4" }, { health: false }]);
});

test("keys move between the faces and stop at the ends", async () => {
    await mountView({ type: "form", resModel: "health.event", resId: 1, arch: FORM });
    await contains("[data-level='2']").focus();
    await press("ArrowLeft");
    await animationFrame();
    expect("[data-level='1']").toHaveAttribute("aria-checked", "true");
    await press("ArrowLeft");
    await animationFrame();
    expect("[data-level='1']").toHaveAttribute("aria-checked", "true");
    await press("5");
    await animationFrame();
    expect("[data-level='5']").toBeFocused();
    expect("[data-level='5']").toHaveAttribute("tabindex", "0");
    await press("Delete");
    await animationFrame();
    expect("[role=radio][aria-checked=true]").toHaveCount(0);
    expect("[data-level='3']").toHaveAttribute("tabindex", "0");
});

test("a list shows faces without words", async () => {
    await mountView({
        type: "list",
        resModel: "health.event",
        arch: `<list><field name="health" widget="engagement_health"/></list>`,
    });
    expect(".o_engagement_face").toHaveCount(1);
    expect(".o_engagement_health").toHaveText("", { exact: true });
});
