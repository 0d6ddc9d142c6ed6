import { expect, test } from "@odoo/hoot";
import { click, hover, leave, press, queryAllAttributes, queryFirst } from "@odoo/hoot-dom";
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

class Party extends models.Model {
    _name = "score.party";

    name = fields.Char();
    influence = fields.Integer();

    _records = [
        { id: 1, name: "Wood Corner", influence: 4 },
        { id: 2, name: "Town hall", influence: 0 },
    ];
}

defineMailModels();
defineModels([Party]);

const FORM = `<form><field name="influence" widget="engagement_score"/></form>`;
const steps = ".o_field_engagement_score .o_engagement_score_step";

test("a score can be read as a picture with a label", async () => {
    await mountView({
        type: "form",
        resModel: "score.party",
        resId: 1,
        arch: FORM.replace("widget", 'readonly="1" widget'),
    });
    expect(`${steps}.o_filled`).toHaveCount(4);
    expect(steps).toHaveCount(5);
    expect(".o_engagement_score[role=img]").toHaveAttribute(
        "aria-label",
        "Influence: 4 of 5, High"
    );
    expect(".o_engagement_score_word").toHaveText("High");
    expect("[role=radio]").toHaveCount(0);
});

test("an unscored record says so and shows no filled step", async () => {
    await mountView({
        type: "form",
        resModel: "score.party",
        resId: 2,
        arch: FORM.replace("widget", 'readonly="1" widget'),
    });
    expect(`${steps}.o_filled`).toHaveCount(0);
    expect(".o_engagement_score[role=img]").toHaveAttribute("aria-label", "Influence: not scored");
});

test("a click sets the score, and it is saved with the form", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountView({ type: "form", resModel: "score.party", resId: 1, arch: FORM });
    expect(queryAllAttributes("[role=radio]", "aria-label")).toEqual([
        "1 Very low",
        "2 Low",
        "3 Medium",
        "4 High",
        "5 Very high",
    ]);
    await contains("[role=radio][data-score='2']").click();
    expect(`${steps}.o_filled`).toHaveCount(2);
    expect("[role=radio][data-score='2']").toHaveAttribute("aria-checked", "true");
    expect("[role=radio][aria-checked=true]").toHaveCount(1);
    await clickSave();
    expect.verifySteps([{ influence: 2 }]);
});

test.tags("desktop");
test("hovering previews a score without changing it", async () => {
    await mountView({ type: "form", resModel: "score.party", resId: 1, arch: FORM });
    await hover("[role=radio][data-score='5']");
    await animationFrame();
    expect(`${steps}.o_filled`).toHaveCount(5);
    expect(".o_engagement_score_word").toHaveText("Very high");
    expect("[role=radio][data-score='4']").toHaveAttribute("aria-checked", "true");
    await leave();
    await animationFrame();
    expect(`${steps}.o_filled`).toHaveCount(4);
});

test("the keyboard moves, bounds and jumps like a radio group", async () => {
    await mountView({ type: "form", resModel: "score.party", resId: 1, arch: FORM });
    expect("[role=radio][tabindex='0']").toHaveCount(1);
    expect("[role=radio][tabindex='0']").toHaveAttribute("data-score", "4");
    queryFirst("[role=radio][data-score='4']").focus();
    for (const [key, score] of [
        ["ArrowRight", 5],
        ["ArrowRight", 5],
        ["ArrowLeft", 4],
        ["ArrowUp", 3],
        ["ArrowDown", 4],
        ["Home", 1],
        ["ArrowLeft", 1],
        ["End", 5],
        ["3", 3],
    ]) {
        await press(key);
        await animationFrame();
        expect(`${steps}.o_filled`).toHaveCount(score, { message: `after ${key}` });
        expect(`[role=radio][data-score='${score}']`).toBeFocused();
        expect("[role=radio][tabindex='0']").toHaveAttribute("data-score", `${score}`);
    }
});

test("a list shows steps alone and edits them in an open row", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(args[1]);
    });
    await mountView({
        type: "list",
        resModel: "score.party",
        arch: `<list editable="bottom">
            <field name="name"/>
            <field name="influence" widget="engagement_score"/>
        </list>`,
    });
    expect(".o_data_row:first [role=img] .o_filled").toHaveCount(4);
    expect(".o_engagement_score_word").toHaveCount(0);
    await click(".o_data_row:first .o_data_cell[name=name]");
    await animationFrame();
    await contains(".o_selected_row [role=radio][data-score='1']").click();
    expect(".o_selected_row .o_filled").toHaveCount(1);
    await contains(".o_list_button_save").click();
    expect.verifySteps([{ influence: 1 }]);
});
