import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import {
    quadrants,
    scoreOn,
    valuesForScore,
} from "@engagement_qms/views/party_map/party_map_axes";
import {
    capacity,
    computeFrame,
    flow,
    layoutCount,
    layoutPlace,
    neighbour,
    placeBox,
    SCORES,
    scoresAt,
    wrapLabel,
} from "@engagement_qms/views/party_map/party_map_layout";

describe.current.tags("headless");

const measure = (text) => text.length * 6;
const frame = computeFrame(1100, 680, 100, 66);

const FIELDS = {
    influence: { string: "Influence" },
    interest: { string: "Interest" },
    strategy: {
        selection: [
            ["manage_closely", "Manage closely"],
            ["keep_satisfied", "Keep satisfied"],
            ["keep_informed", "Keep informed"],
            ["monitor", "Monitor"],
        ],
    },
};

test("every place is found again from its middle, and from beyond the edge", () => {
    for (const x of SCORES) {
        for (const y of SCORES) {
            const box = placeBox(frame, x, y);
            const middle = [box.left + box.width / 2, box.top + box.height / 2];
            expect(scoresAt(frame, ...middle)).toEqual({ x, y });
        }
    }
    expect(scoresAt(frame, -500, -500)).toEqual({ x: 1, y: 5 });
    expect(scoresAt(frame, 5000, 5000)).toEqual({ x: 5, y: 1 });
});

test("parties of one place neither overlap nor leave it, whatever their number", () => {
    const priorities = ["critical", "high", "medium", "low"];
    for (const labelled of [true, false]) {
        const box = labelled ? placeBox(frame, 2, 2) : { left: 0, top: 0, width: 66, height: 80 };
        const most = capacity(box, 12);
        for (let count = 1; count <= most; count++) {
            const parties = [...Array(count).keys()].map((id) => ({
                id,
                name: `Some party number ${id}`,
                priority: priorities[id % 4],
            }));
            const spots = layoutPlace(box, parties, { labelled, measure });
            expect(spots).toHaveLength(count);
            for (const [index, spot] of spots.entries()) {
                const inside =
                    spot.cx - spot.r >= box.left &&
                    spot.cx + spot.r <= box.left + box.width &&
                    spot.cy - spot.r >= box.top &&
                    spot.cy + spot.r <= box.top + box.height;
                const apart = spots.slice(index + 1).every((other) => {
                    const distance = Math.hypot(other.cx - spot.cx, other.cy - spot.cy);
                    return distance >= spot.r + other.r - 0.01;
                });
                expect({ count, labelled, inside, apart }).toEqual({
                    count,
                    labelled,
                    inside: true,
                    apart: true,
                });
            }
        }
    }
});

test("a higher priority is a larger bubble", () => {
    const parties = ["low", "medium", "high", "critical"].map((priority, id) => ({
        id,
        name: "Party",
        priority,
    }));
    const sizes = layoutPlace(placeBox(frame, 3, 3), parties, { labelled: true, measure }).map(
        ({ r }) => r
    );
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(4);
});

test("a name breaks between words, and ends in dots where it does not fit", () => {
    expect(wrapLabel("Wood Corner", 100, 1, measure)).toEqual(["Wood Corner"]);
    expect(wrapLabel("Wood Corner", 40, 2, measure)).toEqual(["Wood", "Corner"]);
    expect(wrapLabel("Lumber Inc", 40, 2, measure)).toEqual(["Lumber", "Inc"]);
    expect(wrapLabel("Environmental agency", 60, 1, measure)).toEqual(["Environme…"]);
    expect(wrapLabel("Environmental agency", 12, 2, measure)).toEqual([]);
});

test("a phone's place holds fewer parties than a desk's", () => {
    expect(capacity({ width: 66, height: 80 }, 12)).toBe(6);
    expect(capacity({ width: 220, height: 130 }, 12)).toBe(12);
    expect(capacity({ width: 10, height: 10 }, 12)).toBe(1);
});

test("a count grows with its number, and its ring shows the priorities' shares", () => {
    const box = placeBox(frame, 3, 3);
    const order = ["critical", "high", "medium", "low"];
    const few = layoutCount(box, { count: 13, priorities: { low: 13 } }, 1300, order);
    const shared = { count: 1300, priorities: { low: 650, high: 650 } };
    const many = layoutCount(box, shared, 1300, order);
    expect(few.r).toBeLessThan(many.r);
    expect(few.arcs.map(({ priority }) => priority)).toEqual(["low"]);
    expect(many.arcs.map(({ priority }) => priority)).toEqual(["high", "low"]);
    expect(many.arcs[0].d).toInclude("M 0 -38");
    expect(many.arcs[1].d).toInclude("M 0 38");
});

test("legend entries flow into the next line", () => {
    expect(flow([50, 50, 50], 130, 10)).toEqual([
        { x: 0, line: 0 },
        { x: 60, line: 0 },
        { x: 0, line: 1 },
    ]);
});

test("arrows find the nearest bubble that way, or none", () => {
    const bubbles = [
        { key: "a", cx: 0, cy: 0 },
        { key: "b", cx: 100, cy: 5 },
        { key: "c", cx: 60, cy: 90 },
        { key: "d", cx: 0, cy: 100 },
    ];
    expect(neighbour(bubbles, "a", "ArrowRight")).toBe("b");
    expect(neighbour(bubbles, "a", "ArrowDown")).toBe("d");
    expect(neighbour(bubbles, "d", "ArrowUp")).toBe("a");
    expect(neighbour(bubbles, "a", "ArrowLeft")).toBe(undefined);
});

test("impact is the larger of both ways, and moving it moves the larger", () => {
    const party = { influence: 3, impact_on_us: 4, impact_on_them: 2 };
    expect(scoreOn("impact", party)).toBe(4);
    expect(valuesForScore("impact", party, 5)).toEqual({ impact_on_us: 5 });
    expect(valuesForScore("impact", party, 1)).toEqual({ impact_on_us: 1, impact_on_them: 1 });
    expect(valuesForScore("impact", { impact_on_us: 3, impact_on_them: 3 }, 5)).toEqual({
        impact_on_us: 5,
        impact_on_them: 5,
    });
    expect(valuesForScore("influence", party, 3)).toEqual({});
});

test("influence and interest make the four strategies, whichever way they lie", () => {
    allowTranslations();
    const name = (x, y, right, top) =>
        quadrants(x, y, FIELDS).find((quad) => quad.right === right && quad.top === top).label;
    expect(name("interest", "influence", true, true)).toBe("Manage closely");
    expect(name("interest", "influence", false, true)).toBe("Keep satisfied");
    expect(name("interest", "influence", true, false)).toBe("Keep informed");
    expect(name("interest", "influence", false, false)).toBe("Monitor");
    expect(name("influence", "interest", true, false)).toBe("Keep satisfied");
    expect(name("influence", "interest", false, true)).toBe("Keep informed");
    expect(name("impact", "influence", false, true)).toBe("Influence high, Impact low");
});
