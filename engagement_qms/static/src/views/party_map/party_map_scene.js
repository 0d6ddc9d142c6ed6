import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { axisLabel, PRIORITIES, quadrants } from "./party_map_axes";
import { CHANNEL_ICONS } from "./party_map_icons";
import {
    capacity,
    computeFrame,
    flow,
    HIGH_LINE,
    LABEL_SIZE,
    layoutCount,
    layoutPlace,
    placeBox,
    SCORES,
    wrapLabel,
} from "./party_map_layout";
import { scoreLabel } from "../../fields/score/score_field";

/** What is drawn: parties, counts, quadrants, axes and legend, all with their places. */

export const FONT = `system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif`;
const HIGH_LINE_SHARE = (HIGH_LINE - 0.5) / 5;
/** The height of one line of a quadrant's name, kept free of bubbles. */
const STRIP = 17;

const context = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** The width of a text in the map's font; every text is measured once. */
function measureText(text) {
    if (!widths.has(text)) {
        context.font = `${LABEL_SIZE}px ${FONT}`;
        widths.set(text, context.measureText(text).width);
    }
    return widths.get(text);
}

/**
 * @param {Object} params
 * @param {Object} params.data the server's answer and its axes
 * @param {Object} params.fields of the model
 * @param {boolean} params.canEdit whether the view lets bubbles move
 * @param {{ width: number, height: number, small: boolean }} size
 * @returns {Object} everything in the drawing
 */
export function computeScene({ data, fields, canEdit }, { width, height, small }) {
    const words = SCORES.map((score) => scoreText(score, small));
    const left = Math.max(...words.map((word) => measureText(word))) + (small ? 30 : 34);
    const frame = computeFrame(width, height, left, small ? 84 : 66);
    const named = computeQuadrants(frame, data, fields);
    const strip = STRIP * Math.max(...named.map(({ lines }) => lines.length));
    const bubbles = computeBubbles(frame, data, { canEdit, small, strip });
    return {
        width,
        height,
        frame,
        bubbles,
        quadrants: named,
        grid: computeGrid(frame, data, fields, small),
        legend: computeLegend(frame, fields, small, bubbles),
    };
}

/** On a phone there is room for the number alone. */
function scoreText(score, small) {
    return small ? `${score}` : `${score} ${scoreLabel(score)}`;
}

function computeBubbles(frame, data, { canEdit, small, strip }) {
    const { places, parties, place_limit } = data;
    const ordered = [...places].sort((a, b) => b.y - a.y || a.x - b.x);
    const largest = Math.max(...places.map((place) => place.count));
    const bubbles = [];
    for (const place of ordered) {
        const box = contentBox(frame, place, strip);
        const here = parties.filter(({ x, y }) => x === place.x && y === place.y);
        if (here.length === place.count && here.length <= capacity(box, place_limit)) {
            const options = { labelled: !small, measure: measureText };
            for (const spot of layoutPlace(box, here, options)) {
                const party = here.find(({ id }) => id === spot.id);
                bubbles.push({
                    ...spot,
                    key: `party-${party.id}`,
                    party,
                    movable: canEdit && party.can_write,
                    icon: CHANNEL_ICONS[party.channel_kind || ""],
                });
            }
        } else {
            const spot = layoutCount(box, place, largest, PRIORITIES);
            bubbles.push({
                ...spot,
                hit: spot.r,
                key: `place-${place.x}-${place.y}`,
                place,
                number: formatInteger(place.count, { humanReadable: place.count > 9999 }),
                overdue: place.overdue > 99 ? "99+" : `${place.overdue}`,
            });
        }
    }
    return bubbles;
}

/** The room for bubbles; the outer rows leave a strip for the quadrants' names. */
function contentBox(frame, { x, y }, strip) {
    const box = placeBox(frame, x, y);
    if (y === 5) {
        box.top += strip;
    }
    if (y === 5 || y === 1) {
        box.height -= strip;
    }
    return box;
}

function computeQuadrants(frame, data, fields) {
    const { x, y } = data.axes;
    const middleX = frame.left + HIGH_LINE_SHARE * frame.width;
    const middleY = frame.top + (1 - HIGH_LINE_SHARE) * frame.height;
    return quadrants(x, y, fields).map(({ right, top, label }) => {
        const box = {
            left: right ? middleX : frame.left,
            top: top ? frame.top : middleY,
            width: right ? frame.left + frame.width - middleX : middleX - frame.left,
            height: top ? middleY - frame.top : frame.top + frame.height - middleY,
        };
        // bold letters are a little wider than the measured ones
        const lines = wrapLabel(label, (box.width - 12) / 1.1, 2, measureText);
        return {
            ...box,
            key: `${top}-${right}`,
            level: Number(top) + Number(right),
            lines,
            anchor: right ? "end" : "start",
            textX: right ? box.left + box.width - 6 : box.left + 6,
            textY: top ? box.top + 14 : box.top + box.height + 6 - 13 * lines.length,
        };
    });
}

function computeGrid(frame, data, fields, small) {
    const { axes } = data;
    const bottom = frame.top + frame.height;
    return {
        lines: SCORES.slice(1).map((score) => ({
            score,
            x: frame.left + (score - 1) * frame.cellWidth,
            y: frame.top + (5 - score + 1) * frame.cellHeight,
            // the line between 3 and 4 divides high from low
            strong: score === Math.ceil(HIGH_LINE),
        })),
        across: SCORES.map((score) => ({
            score,
            x: frame.left + (score - 0.5) * frame.cellWidth,
            y: bottom + 16,
            label: scoreText(score, small),
        })),
        up: SCORES.map((score) => ({
            score,
            x: frame.left - 8,
            y: frame.top + (5 - score + 0.5) * frame.cellHeight + 4,
            label: scoreText(score, small),
        })),
        titleX: {
            x: frame.left + frame.width / 2,
            y: bottom + 34,
            label: `${axisLabel(axes.x, fields)} →`,
        },
        titleY: {
            x: 13,
            y: frame.top + frame.height / 2,
            label: `${axisLabel(axes.y, fields)} →`,
        },
    };
}

function computeLegend(frame, fields, small, bubbles) {
    const names = new Map(fields.priority.selection);
    const entries = [...PRIORITIES].reverse().map((key) => ({
        key,
        label: names.get(key),
        r: { low: 4, medium: 5, high: 6, critical: 7 }[key],
    }));
    entries.push({ key: "overdue", label: _t("Contact overdue").toString(), r: 6 });
    if (bubbles.some((bubble) => bubble.place)) {
        entries.push({ key: "several", label: _t("Several parties").toString(), r: 7 });
    }
    const spots = flow(
        entries.map(({ label }) => 20 + measureText(label)),
        frame.width,
        small ? 10 : 20
    );
    const top = frame.top + frame.height + (small ? 50 : 54);
    return entries.map((entry, index) => ({
        ...entry,
        x: frame.left + spots[index].x + 8,
        y: top + spots[index].line * 18,
    }));
}

/**
 * What a bubble says to somebody who does not see it.
 *
 * @param {{ party?: Object, place?: Object }} bubble
 * @param {{ x: string, y: string }} axes
 * @param {Object} fields of the model
 * @returns {string}
 */
export function describeBubble({ party, place }, axes, fields) {
    const position = _t("%(y)s %(y_score)s, %(x)s %(x_score)s", {
        y: axisLabel(axes.y, fields),
        y_score: (party || place).y,
        x: axisLabel(axes.x, fields),
        x_score: (party || place).x,
    });
    if (place) {
        return _t("%(count)s parties, %(position)s, contacts overdue: %(overdue)s", {
            count: place.count,
            position,
            overdue: place.overdue,
        });
    }
    const priority = new Map(fields.priority.selection).get(party.priority);
    const parts = [
        party.name,
        party.category_id[1],
        !party.relevant && _t("not relevant"),
        position,
        _t("priority %s", priority),
        party.channel_id && _t("by %s", party.channel_id[1]),
        party.contact_overdue && _t("contact overdue"),
    ];
    return parts.filter(Boolean).join(", ");
}
