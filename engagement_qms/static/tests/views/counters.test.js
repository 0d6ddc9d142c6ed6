import { expect, test } from "@odoo/hoot";
import { queryAll, queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Need extends models.Model {
    _name = "engagement.need";

    name = fields.Char();
    late = fields.Boolean();
    met = fields.Boolean();

    _records = [
        { id: 1, name: "Quiet nights", late: true, met: false },
        { id: 2, name: "Early deliveries", late: false, met: false },
        { id: 3, name: "Spare parts", late: false, met: true },
    ];
    _views = {
        search: `
            <search>
                <filter name="late" string="To confirm" domain="[('late', '=', True)]"/>
                <filter name="not_met" string="Not met" domain="[('met', '=', False)]"/>
                <separator/>
                <filter name="mine" string="Mine" domain="[('name', '!=', False)]"/>
            </search>`,
    };
}

defineMailModels();
defineModels([Need]);

const TILE = ".o_engagement_counter";
/** [number, label] of each tile */
const tiles = () =>
    queryAll(TILE).map((tile) => [...tile.children].map((part) => part.textContent));
const pressed = () => queryAllAttributes(TILE, "aria-pressed");

function serveCounters(counters) {
    onRpc("engagement.need", "get_counters", ({ args }) => counters(args[0]));
}

async function mountList(options = {}) {
    await mountView({
        type: "list",
        resModel: "engagement.need",
        arch: `<list js_class="engagement_counter_list"><field name="name"/></list>`,
        searchViewId: false,
        ...options,
    });
}

const TWO = () => [
    { filter: "late", count: 1, tone: "danger" },
    { filter: "not_met", count: 2, tone: "warning" },
];

test("a tile shows its number under the name of the filter", async () => {
    serveCounters(TWO);
    await mountList();
    expect(tiles()).toEqual([["1", "To confirm"], ["2", "Not met"]]);
    expect(`${TILE}[data-filter=late]`).toHaveClass("bg-danger-subtle");
    expect(pressed()).toEqual(["false", "false"]);
});

test("a click shows what the tile counts, a second one everything", async () => {
    serveCounters(TWO);
    await mountList();
    await contains(`${TILE}[data-filter=late]`).click();
    expect(queryAllTexts(".o_data_cell[name=name]")).toEqual(["Quiet nights"]);
    expect(pressed()).toEqual(["true", "false"]);
    await contains(`${TILE}[data-filter=late]`).click();
    expect(".o_data_row").toHaveCount(3);
    expect(pressed()).toEqual(["false", "false"]);
});

test("another tile takes the place of the first, other filters stay", async () => {
    serveCounters(TWO);
    await mountList({ context: { search_default_mine: 1 } });
    await contains(`${TILE}[data-filter=late]`).click();
    await contains(`${TILE}[data-filter=not_met]`).click();
    expect(".o_data_row").toHaveCount(2);
    expect(pressed()).toEqual(["false", "true"]);
    expect(queryAllTexts(".o_facet_value")).toEqual(["Mine", "Not met"]);
});

test("nothing to do is grey, and an unknown filter is no tile", async () => {
    serveCounters(() => [
        { filter: "late", count: 0, tone: "danger" },
        { filter: "gone", count: 5, tone: "danger" },
    ]);
    await mountList();
    expect(tiles()).toEqual([["0", "To confirm"]]);
    expect(TILE).toHaveClass("bg-secondary-subtle");
});

test("only what the action is about is counted", async () => {
    serveCounters((domain) => [{ filter: "late", count: domain.length, tone: "info" }]);
    await mountList({ domain: [["name", "like", "Early"]] });
    expect(tiles()).toEqual([["1", "To confirm"]]);
});

test("the tiles count anew when the list was loaded again", async () => {
    let count = 1;
    serveCounters(() => [{ filter: "late", count, tone: "danger" }]);
    await mountList();
    expect(tiles()).toEqual([["1", "To confirm"]]);
    count = 7;
    await contains(".o_column_sortable[data-name=name]").click();
    await animationFrame();
    expect(tiles()).toEqual([["7", "To confirm"]]);
});

test("the tiles count anew when a record was changed in the list", async () => {
    let count = 1;
    serveCounters(() => [{ filter: "late", count, tone: "danger" }]);
    await mountList({
        arch: `
            <list js_class="engagement_counter_list" editable="top">
                <field name="name"/>
            </list>`,
    });
    await contains(".o_data_cell[name=name]").click();
    count = 0;
    await contains(".o_data_cell[name=name] input").edit("Calm nights");
    await contains(".o_list_button_save").click();
    await animationFrame();
    expect(tiles()).toEqual([["0", "To confirm"]]);
});

test("cards have the same tiles", async () => {
    serveCounters(TWO);
    await mountView({
        type: "kanban",
        resModel: "engagement.need",
        arch: `
            <kanban js_class="engagement_counter_kanban">
                <templates><t t-name="card"><field name="name"/></t></templates>
            </kanban>`,
        searchViewId: false,
    });
    await contains(`${TILE}[data-filter=late]`).click();
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(1);
});
