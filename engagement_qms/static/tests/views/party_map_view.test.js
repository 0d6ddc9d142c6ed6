import { expect, test } from "@odoo/hoot";
import {
    drag,
    hover,
    keyDown,
    press,
    queryAllTexts,
    queryFirst,
    queryRect,
} from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { downloadFile } from "@web/core/network/download";

const AXES = {
    influence: ["influence"],
    interest: ["interest"],
    impact: ["impact_on_us", "impact_on_them"],
    impact_on_us: ["impact_on_us"],
    impact_on_them: ["impact_on_them"],
};
const LIMIT = 12;

class Party extends models.Model {
    _name = "engagement.party";

    name = fields.Char();
    kind = fields.Selection({ selection: [["contact", "Contact"]], default: "contact" });
    influence = fields.Integer();
    interest = fields.Integer();
    impact_on_us = fields.Integer({ string: "Impact on us" });
    impact_on_them = fields.Integer({ string: "Impact on them" });
    priority = fields.Selection({
        selection: [
            ["low", "Low"],
            ["medium", "Medium"],
            ["high", "High"],
            ["critical", "Critical"],
        ],
    });
    strategy = fields.Selection({
        selection: [
            ["manage_closely", "Manage closely"],
            ["keep_satisfied", "Keep satisfied"],
            ["keep_informed", "Keep informed"],
            ["monitor", "Monitor"],
        ],
    });
    contact_overdue = fields.Boolean();
    relevant = fields.Boolean({ default: true });
    next_contact_date = fields.Date();
    locked = fields.Boolean();

    _records = [
        {
            id: 1,
            name: "Azure Interior",
            influence: 5,
            interest: 3,
            impact_on_us: 4,
            impact_on_them: 2,
            priority: "critical",
            contact_overdue: true,
            next_contact_date: "2019-03-01",
        },
        {
            id: 2,
            name: "Wood Corner",
            influence: 3,
            interest: 2,
            impact_on_us: 2,
            impact_on_them: 2,
            priority: "medium",
        },
        {
            id: 3,
            name: "Town council",
            influence: 1,
            interest: 1,
            impact_on_us: 1,
            impact_on_them: 1,
            priority: "low",
            locked: true,
        },
    ];
    _views = {
        party_map: `<party_map/>`,
        search: `<search>
            <filter name="overdue" string="Overdue" domain="[('contact_overdue', '=', True)]"/>
        </search>`,
    };

    /** What the server's method of the same name answers. */
    retrieve_party_map(domain, x, y) {
        const kwargs = arguments[arguments.length - 1];
        ({ domain, x, y } = typeof kwargs === "object" && kwargs.x ? kwargs : { domain, x, y });
        const position = (record) => ({
            x: Math.max(...AXES[x].map((name) => record[name])),
            y: Math.max(...AXES[y].map((name) => record[name])),
        });
        const records = this._filter(domain).map((record) => ({
            ...record,
            ...position(record),
            category_id: [1, "Customers"],
            channel_id: [1, "Phone call"],
            channel_kind: "phone",
            owner_id: false,
            user_id: [2, "Mitchell"],
            can_write: !record.locked,
        }));
        const places = {};
        for (const record of records) {
            const place = (places[`${record.x}-${record.y}`] ||= {
                x: record.x,
                y: record.y,
                count: 0,
                overdue: 0,
                priorities: {},
                domain: [["influence", "=", record.influence]],
            });
            place.count++;
            place.overdue += record.contact_overdue ? 1 : 0;
            place.priorities[record.priority] = (place.priorities[record.priority] || 0) + 1;
        }
        return {
            places: Object.values(places),
            parties: records.filter(
                (record) => places[`${record.x}-${record.y}`].count <= LIMIT
            ),
            total: records.length,
            overdue: records.filter((record) => record.contact_overdue).length,
            place_limit: LIMIT,
            register_empty: !this._filter([]).length,
            can_create: true,
            can_discover: true,
        };
    }
}

defineMailModels();
defineModels([Party]);

const bubble = (id) => `.o_bubble[data-id='${id}']`;
const label = (id) => queryFirst(bubble(id)).getAttribute("aria-label");
const open = (params = {}) =>
    mountView({ type: "party_map", resModel: "engagement.party", ...params });

function stepWrites() {
    onRpc("engagement.party", "write", ({ args }) => {
        expect.step(args);
    });
}

test("parties stand where their scores say, with n and what is overdue", async () => {
    await open();
    expect(".o_bubble[data-id]").toHaveCount(3);
    expect(label(1)).toBe(
        "Azure Interior, Customers, Influence 5, Impact 4, priority Critical, by Phone call, contact overdue"
    );
    expect(label(2)).toInclude("Influence 3, Impact 2");
    expect(`${bubble(1)}.o_overdue .o_alert`).toHaveCount(1);
    expect(`${bubble(2)}.o_overdue`).toHaveCount(0);
    expect(".o_party_map_count").toHaveText(/^3 parties\s*1 contact overdue$/);
    expect(queryRect(`${bubble(1)} .o_disc`).top).toBeLessThan(
        queryRect(`${bubble(2)} .o_disc`).top
    );
    expect(queryRect(`${bubble(1)} .o_disc`).left).toBeGreaterThan(
        queryRect(`${bubble(2)} .o_disc`).left
    );
});

test("who was found not relevant is an outline, and said to be so", async () => {
    Party._records[1].relevant = false;
    await open();
    expect(`${bubble(2)}.o_not_relevant`).toHaveCount(1);
    expect(label(2)).toInclude("not relevant");
    expect(`${bubble(1)}.o_not_relevant`).toHaveCount(0);
    expect(label(1)).not.toInclude("not relevant");
});

test("the drawing says what it is and how to use it without a mouse", async () => {
    await open();
    expect(".o_party_map_svg").toHaveAttribute("role", "application");
    expect(".o_party_map_svg").toHaveAttribute("aria-label", "Influence against Impact, 3 parties");
    expect(".o_bubbles .o_bubble[role=button]").toHaveCount(3);
    expect(".o_bubbles .o_bubble[tabindex='0']").toHaveCount(1);
    expect(bubble(1)).toHaveAttribute("aria-keyshortcuts");
    expect(bubble(3)).not.toHaveAttribute("aria-keyshortcuts");
});

test.tags("desktop");
test("quadrants are named after the chosen axes, and the axes swap", async () => {
    await open();
    expect(queryAllTexts(".o_quadrant_name")).toEqual([
        "Influence high, Impact low",
        "Influence high, Impact high",
        "Influence low, Impact low",
        "Influence low, Impact high",
    ]);
    await contains("select[name=x]").select("interest");
    await animationFrame();
    expect(queryAllTexts(".o_quadrant_name")).toEqual([
        "Keep satisfied",
        "Manage closely",
        "Monitor",
        "Keep informed",
    ]);
    expect(label(1)).toInclude("Influence 5, Interest 3");
    await contains(".o_party_map_swap").click();
    expect(".o_party_map_svg").toHaveAttribute("aria-label", "Interest against Influence, 3 parties");
    expect("select[name=x]").toHaveValue("influence");
    // choosing the other axis's score swaps as well: both the same would be a line
    await contains("select[name=x]").select("interest");
    await animationFrame();
    expect("select[name=y]").toHaveValue("influence");
});

test("a favourite keeps the axes", async () => {
    await open({ context: { party_map_x: "impact_on_them", party_map_y: "interest" } });
    expect(".o_party_map_svg").toHaveAttribute(
        "aria-label",
        "Interest against Impact on them, 3 parties"
    );
});

test("filters narrow the map", async () => {
    await open();
    await toggleSearchBarMenu();
    await toggleMenuItem("Overdue");
    expect(".o_bubble[data-id]").toHaveCount(1);
    expect(".o_party_map_count").toHaveText(/^1 party\s*1 contact overdue$/);
});

test("the map asks the server once", async () => {
    onRpc("engagement.party", "retrieve_party_map", () => {
        expect.step("retrieve_party_map");
    });
    await open();
    expect.verifySteps(["retrieve_party_map"]);
});

test.tags("desktop");
test("a click opens the party, and Enter too", async () => {
    await open({ selectRecord: (id, { activeIds }) => expect.step([id, activeIds]) });
    await contains(bubble(2)).click();
    queryFirst(bubble(1)).focus();
    await press("Enter");
    expect.verifySteps([
        [2, [1, 2, 3]],
        [1, [1, 2, 3]],
    ]);
});

test.tags("desktop");
test("pointing at a bubble shows its card", async () => {
    await open();
    await hover(`${bubble(1)} .o_disc`);
    await advanceTime(300);
    expect(".o_party_map_card").toHaveCount(1);
    expect(".o_party_map_card").toHaveText(/Azure Interior/);
    expect(".o_party_map_card").toHaveText(/Customers/);
    expect(".o_party_map_card .text-danger").toHaveText(/10 days ago/);
    expect(".o_party_map_card").toHaveText(/Mitchell/);
    expect(".o_party_map_card_open").toHaveCount(0);
    await hover(".o_party_map_toolbar");
    await animationFrame();
    expect(".o_party_map_card").toHaveCount(0);
});

test.tags("mobile");
test("a tap shows the card, and its button opens the party", async () => {
    await open({ selectRecord: (id) => expect.step(id) });
    expect(".o_name text").toHaveCount(0);
    await contains(bubble(2)).click();
    await animationFrame();
    expect.verifySteps([]);
    expect(".o_party_map_card").toHaveText(/Wood Corner/);
    await contains(".o_party_map_card_open").click();
    expect.verifySteps([2]);
});

test.tags("desktop");
test("dragging a bubble writes the scores of the place where it is dropped", async () => {
    stepWrites();
    await open();
    const to = queryRect(`${bubble(1)} .o_disc`);
    const { moveTo, drop } = await drag(`${bubble(2)} .o_disc`);
    await moveTo(".o_party_map_svg", {
        position: {
            clientX: to.left + to.width / 2,
            clientY: to.top + to.height / 2,
        },
    });
    await animationFrame();
    expect(".o_drop").toHaveCount(1);
    await drop();
    await animationFrame();
    expect.verifySteps([[[2], { influence: 5, impact_on_us: 4, impact_on_them: 4 }]]);
    expect(label(2)).toInclude("Influence 5, Impact 4");
    expect(".o_notification").toHaveText(/Wood Corner: Influence 3 → 5, Impact 2 → 4/);
});

test.tags("desktop");
test("Escape lets go of a dragged bubble without a change", async () => {
    stepWrites();
    await open();
    const { moveTo, drop } = await drag(`${bubble(2)} .o_disc`);
    await moveTo(".o_quadrant:first");
    await keyDown("Escape");
    await drop();
    await animationFrame();
    expect(label(2)).toInclude("Influence 3, Impact 2");
    expect.verifySteps([]);
});

test("Shift and an arrow move a score by one; the notification takes it back", async () => {
    stepWrites();
    await open();
    queryFirst(bubble(2)).focus();
    await press(["Shift", "ArrowUp"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[2], { influence: 4 }]]);
    expect(label(2)).toInclude("Influence 4, Impact 2");
    expect(bubble(2)).toBeFocused();
    expect(".o_notification").toHaveText(/Influence of Wood Corner: 3 → 4/);
    await contains(".o_notification button:contains(Undo)").click();
    await animationFrame();
    expect.verifySteps([[[2], { influence: 3 }]]);
    expect(label(2)).toInclude("Influence 3, Impact 2");
    expect(".o_notification").toHaveCount(0);
});

test("Control and Z takes back the last move, and only once", async () => {
    stepWrites();
    await open();
    queryFirst(bubble(1)).focus();
    await press(["Alt", "ArrowLeft"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1], { impact_on_us: 3 }]]);
    await press(["Control", "z"]);
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1], { impact_on_us: 4 }]]);
    await press(["Control", "z"]);
    await animationFrame();
    expect.verifySteps([]);
});

test("a score does not leave the scale", async () => {
    stepWrites();
    await open();
    queryFirst(bubble(1)).focus();
    await press(["Shift", "ArrowUp"]);
    await animationFrame();
    expect.verifySteps([]);
    expect(label(1)).toInclude("Influence 5, Impact 4");
});

test("a party of somebody else does not move", async () => {
    stepWrites();
    await open();
    queryFirst(bubble(3)).focus();
    await press(["Shift", "ArrowUp"]);
    await animationFrame();
    expect.verifySteps([]);
    expect(label(3)).toInclude("Influence 1, Impact 1");
    expect(`${bubble(3)}.o_movable`).toHaveCount(0);
});

test("a refused move goes back and tells the reason", async () => {
    onRpc("engagement.party", "write", () => {
        throw makeServerError({ message: "Ask an officer to change this party." });
    });
    await open();
    queryFirst(bubble(2)).focus();
    await press(["Shift", "ArrowRight"]);
    await animationFrame();
    await animationFrame();
    expect(label(2)).toInclude("Influence 3, Impact 2");
    expect(".o_notification").toHaveText(/Ask an officer to change this party/);
    expect(".o_notification button:contains(Undo)").toHaveCount(0);
});

test("arrows move the focus between bubbles", async () => {
    await open();
    queryFirst(bubble(1)).focus();
    await press("ArrowDown");
    await animationFrame();
    expect(bubble(2)).toBeFocused();
    expect(".o_bubbles .o_bubble[tabindex='0']").toHaveAttribute("data-id", "2");
    await press("End");
    expect(bubble(3)).toBeFocused();
    await press("Home");
    expect(bubble(1)).toBeFocused();
});

test("the focus stays with a party that passes another one", async () => {
    await open();
    for (const id of [1, 2]) {
        queryFirst(bubble(id)).focus();
        for (let step = 0; step < 4; step++) {
            await press(["Shift", id === 1 ? "ArrowDown" : "ArrowUp"]);
            await animationFrame();
            await animationFrame();
            expect(bubble(id)).toBeFocused({ message: `party ${id}, step ${step}` });
        }
    }
    expect(label(1)).toInclude("Influence 1,");
    expect(label(2)).toInclude("Influence 5,");
});

test("the focus goes to the full place that takes a party in", async () => {
    for (let id = 10; id < 24; id++) {
        Party._records.push({ ...Party._records[1], id, name: `Party ${id}`, influence: 4 });
    }
    await open();
    queryFirst(bubble(2)).focus();
    await press(["Shift", "ArrowUp"]);
    await animationFrame();
    await animationFrame();
    expect(".o_bubble[data-bubble='place-2-4']").toBeFocused();
    expect(".o_bubble[data-bubble='place-2-4'] .o_number").toHaveText("15");
});

test("a full place is one bubble with its number, which opens the list", async () => {
    for (let id = 10; id < 25; id++) {
        Party._records.push({
            ...Party._records[1],
            id,
            name: `Party ${id}`,
            contact_overdue: id < 12,
        });
    }
    mockService("action", {
        doAction({ name, domain, views }) {
            expect.step({ name, domain, views: views.map(([, type]) => type) });
        },
    });
    await open({ domain: [["id", "!=", 99]] });
    const place = ".o_bubble[data-bubble='place-2-3']";
    expect(`${place} .o_number`).toHaveText("16");
    expect(`${place} .o_alert text`).toHaveText("2");
    expect(place).toHaveAttribute(
        "aria-label",
        "16 parties, Influence 3, Impact 2, contacts overdue: 2"
    );
    expect(".o_bubble[data-id]").toHaveCount(2);
    queryFirst(place).focus();
    await press("Enter");
    await expect.waitForSteps([
        {
            name: "Influence 3, Impact 2",
            domain: [
                ["id", "!=", 99],
                ["influence", "=", 3],
            ],
            views: ["list", "form"],
        },
    ]);
});

test("an empty register says what to do first", async () => {
    Party._records = [];
    mockService("action", { doAction: (action) => expect.step(action) });
    await open();
    expect(".o_view_nocontent").toHaveText(/Who does the organisation depend on/);
    await contains(".o_party_map_discover").click();
    expect.verifySteps(["engagement_qms.engagement_discovery_action"]);
});

test("a filter that finds nobody says so", async () => {
    await open({ domain: [["id", "=", 99]] });
    expect(".o_view_nocontent").toHaveText(/No party matches the filters/);
    expect(".o_party_map_discover").toHaveCount(0);
});

test.tags("desktop");
test("the map is downloaded as a drawing with heading and legend", async () => {
    patchWithCleanup(downloadFile, {
        _download: async (blob, name) => {
            const text = await blob.text();
            const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
            expect.step([
                name,
                drawing.querySelectorAll("parsererror").length,
                drawing.querySelectorAll("[data-id]").length,
            ]);
            expect(drawing.documentElement.textContent).toInclude("Influence against Impact");
            expect(drawing.documentElement.textContent).toInclude("3 parties");
            expect(drawing.documentElement.textContent).toInclude("Contact overdue");
            expect(drawing.documentElement.textContent).not.toInclude("Arrow keys");
            expect(text).not.toInclude("class=");
        },
    });
    await open();
    await contains(".o_cp_action_menus button").click();
    await contains(".o_menu_item:contains(SVG)").click();
    await expect.waitForSteps([["Stakeholder map.svg", 0, 3]]);
});

test.tags("desktop");
test("the map prints as drawn for paper", async () => {
    patchWithCleanup(window, {
        print: () =>
            expect.step(queryFirst(".o_party_map_svg").getAttribute("viewBox")),
    });
    await open();
    await contains(".o_cp_action_menus button").click();
    await contains(".o_menu_item:contains(Print the map)").click();
    await expect.waitForSteps(["0 0 1180 720"]);
    expect(".o_party_map_heading").toHaveText(/Influence against Impact/);
});
