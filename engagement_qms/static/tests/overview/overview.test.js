import { expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { cookie } from "@web/core/browser/cookie";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const TILE = ".o_engagement_tile";

function makeTile(values = {}) {
    return {
        id: 1,
        code: "I-11",
        name: "Promises kept",
        known: true,
        value: "80 %",
        number: "80",
        unit: "%",
        label: "November 2026",
        running: false,
        status: "bad",
        sample: 10,
        trend: "worse",
        goal: "≥ 95 %",
        for_everybody: false,
        recent: {
            rows: [
                { label: "October 2026", value: 90, text: "90 %", status: "warning" },
                { label: "November 2026", value: 80, text: "80 %", status: "bad" },
            ],
            goals: [95],
        },
        ...values,
    };
}

function makeData(values = {}) {
    return {
        filters: { period: "last_12_months", company_id: 1, category_id: false },
        categories: [
            { id: 4, name: "Customers" },
            { id: 5, name: "Suppliers" },
        ],
        span: "December 2025 to November 2026",
        measured_at: "2026-11-25 12:05:00",
        tiles: [makeTile()],
        funnel: [
            { id: 31, name: "Promises missed", count: 8 },
            { id: 32, name: "Complaints received", count: 4 },
            { id: 33, name: "External disputes", count: null },
        ],
        due: [
            {
                kind: "answer",
                name: "Answer",
                all: { overdue: 3, soon: 2 },
                mine: { overdue: 1, soon: 0 },
            },
            {
                kind: "term",
                name: "Agreed term",
                all: { overdue: 0, soon: 4 },
                mine: { overdue: 0, soon: 0 },
            },
        ],
        map: { places: [{ x: 5, y: 4, count: 3 }], total: 3 },
        voices: null,
        steps: [],
        work: {
            count: 7,
            kinds: [{ key: "complaint", name: "Complaints", count: 7, late: 2 }],
            next: [
                {
                    id: "complaint-9",
                    kind: "complaint",
                    kind_name: "Complaints",
                    title: "C00009 Late desk",
                    day: "2026-11-24",
                    late: true,
                    res_model: "engagement.complaint",
                    res_id: 9,
                },
            ],
        },
        ...values,
    };
}

/** Show the overview; return what it asked the server for, and what it opened. */
async function showOverview(answer = () => makeData(), changed = false) {
    mockDate("2026-11-25 14:00:00");
    const asked = [];
    const opened = [];
    onRpc("engagement.overview", "get_overview", ({ args }) => {
        asked.push(args[0]);
        return answer(args[0]);
    });
    onRpc("engagement.indicator", "measure_now", () => {
        asked.push("measure");
        return changed;
    });
    onRpc("engagement.overview", "get_records_action", ({ args }) => {
        opened.push(args[0]);
        return { type: "ir.actions.act_window_close" };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "engagement_overview",
    });
    await animationFrame();
    return { asked, opened };
}

test("a tile says its value, goal, verdict and n", async () => {
    await showOverview();
    expect(`${TILE}_value`).toHaveText("80 %");
    expect(".o_engagement_verdict").toHaveText("Off target");
    expect(queryAllTexts(`${TILE}_foot > span`)).toEqual([
        "Off target",
        "Goal ≥ 95 %",
        "November 2026",
        "n = 10",
    ]);
    expect(`${TILE} i[aria-label='Worse than before']`).toHaveCount(1);
    expect(`${TILE} .o_engagement_sparkline path`).toHaveCount(1);
});

test("a tile without data is quiet", async () => {
    const tile = makeTile({
        known: false,
        value: "n/a",
        status: "none",
        trend: false,
        recent: { rows: [], goals: [] },
    });
    await showOverview(() => makeData({ tiles: [tile] }));
    expect(`${TILE}_value`).toHaveText("n/a");
    expect(".o_engagement_verdict").toHaveCount(0);
    expect(`${TILE} .o_engagement_sparkline`).toHaveCount(0);
});

test("what is measured after the first paint is shown when it is another", async () => {
    let number = "80";
    const { asked } = await showOverview(() => {
        const tile = makeTile({ number });
        number = "85";
        return makeData({ tiles: [tile] });
    }, true);
    await animationFrame();
    expect(asked.length).toBe(3);
    expect(asked[1]).toBe("measure");
    expect(`${TILE}_value`).toHaveText("85 %");
    expect(".o_engagement_as_of").toHaveText(/^as of \d\d:00/);
});

test("what did not change is not read again", async () => {
    const { asked } = await showOverview();
    expect(asked.length).toBe(2);
});

test("a bar is as long as its number, and opens its records", async () => {
    const { opened } = await showOverview();
    expect(queryAllTexts(".o_engagement_stage_count")).toEqual(["8", "4", "n/a"]);
    expect(
        queryAll(".o_engagement_bar > span").map((bar) => bar.style.width)
    ).toEqual(["100%", "50%", "0%"]);
    await contains(".o_engagement_stage:first").click();
    expect(opened).toEqual([{ section: "funnel", id: 31 }]);
});

test("promises of all, or mine", async () => {
    const { opened } = await showOverview();
    expect(".o_engagement_overdue b").toHaveText("3");
    expect(".o_engagement_soon b").toHaveText("6");
    await contains(".o_engagement_mine").click();
    expect(".o_engagement_overdue b").toHaveText("1");
    expect(".o_engagement_due tbody tr").toHaveCount(1);
    await contains(".o_engagement_overdue").click();
    await contains("tr[data-kind=answer] .o_engagement_late").click();
    expect(opened).toEqual([
        { section: "due", bucket: "overdue", mine: true },
        { section: "due", bucket: "overdue", kind: "answer", mine: true },
    ]);
});

test("the map has the most influence on top and opens a place", async () => {
    const { opened } = await showOverview();
    expect(".o_engagement_cell").toHaveCount(25);
    const cells = queryAll(".o_engagement_cell");
    expect(cells.indexOf(queryOne("button.o_engagement_cell"))).toBe(9);
    await contains("button.o_engagement_cell").click();
    expect(opened).toEqual([{ section: "map", x: 5, y: 4 }]);
});

test("own work is named with its day", async () => {
    const { opened } = await showOverview();
    expect(".o_engagement_next_title").toHaveText("C00009 Late desk");
    expect(".o_engagement_next_day").toHaveText("Yesterday");
    expect(".o_engagement_next_day").toHaveClass("text-danger");
    await contains(".o_engagement_kind").click();
    expect(opened).toEqual([{ section: "work", key: "complaint" }]);
});

test("another period and group are asked for, one by one", async () => {
    const { asked } = await showOverview((filters) =>
        makeData({
            filters: {
                period: filters.period || "last_12_months",
                company_id: 1,
                category_id: filters.category_id || false,
            },
        })
    );
    await contains(".o_engagement_period").click();
    await contains(".o-dropdown-item:contains(This quarter)").click();
    expect(".o_engagement_period").toHaveText("This quarter");
    await contains(".o_engagement_category").click();
    await contains(".o-dropdown-item:contains(Suppliers)").click();
    expect(".o_engagement_category").toHaveText("Suppliers");
    expect(asked.at(-1)).toEqual({ period: "quarter", company_id: 1, category_id: 5 });
});

test("several companies are shown one at a time", async () => {
    cookie.set("cids", "1-2");
    serverState.companies = [
        { id: 1, name: "North", sequence: 1, parent_id: false, child_ids: [] },
        { id: 2, name: "South", sequence: 2, parent_id: false, child_ids: [] },
    ];
    const { asked } = await showOverview((filters) =>
        makeData({
            filters: {
                period: "last_12_months",
                company_id: filters.company_id || 1,
                category_id: false,
            },
        })
    );
    expect(".o_engagement_company").toHaveText("North");
    await contains(".o_engagement_company").click();
    await contains(".o-dropdown-item:contains(South)").click();
    expect(".o_engagement_company").toHaveText("South");
    expect(asked.at(-1).company_id).toBe(2);
});

test("an empty company sees its first steps and no zeros", async () => {
    const step = { name: "Find out who matters", help: "Odoo proposes", done: false };
    await showOverview(() =>
        makeData({
            tiles: [],
            funnel: [{ id: 31, name: "Promises missed", count: 0 }],
            due: [],
            map: { places: [], total: 0 },
            work: {
                count: 1,
                kinds: [{ key: "activity", name: "Other to-dos", count: 1, late: 0 }],
                next: [],
            },
            steps: [
                { ...step, action: "a" },
                { ...step, name: "Adopt a code", action: "b", done: true },
            ],
        })
    );
    expect(".o_engagement_grid").toHaveCount(0);
    expect(queryAllTexts(".o_engagement_step .fw-bold")).toEqual([
        "Find out who matters",
        "Adopt a code",
    ]);
    expect(".o_engagement_step i[aria-label=Done]").toHaveCount(1);
});

test("whose voice is missing is said in both shares", async () => {
    await showOverview(() =>
        makeData({
            voices: [
                {
                    id: 1,
                    round_id: 2,
                    name: "Night shift",
                    population_share: 30.4,
                    answer_share: 8.6,
                    gap: 21.8,
                },
            ],
        })
    );
    expect(queryAllTexts(".o_engagement_group > .d-block")).toEqual([
        "Night shift",
        "30 % of the people, 9 % of the answers",
    ]);
});
