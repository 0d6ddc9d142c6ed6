/** Geometry of the map: plain numbers in, plain numbers out, no page needed. */

export const SCORES = [1, 2, 3, 4, 5];
/** A score above this line is high. */
export const HIGH_LINE = 3.5;

const RADIUS = { low: 11, medium: 14, high: 17, critical: 20 };
const MAX_RADIUS = RADIUS.critical;
const MIN_RADIUS = 7;
/** The least that a finger can hit. */
const TOUCH_SIZE = 24;
export const LABEL_SIZE = 12;
const LINE_HEIGHT = 14;
const GAP = 3;

/**
 * @typedef {{ left: number, top: number, width: number, height: number }} Box
 * @typedef {(text: string) => number} Measure the width of a text in pixels
 */

/**
 * @param {number} width of the whole picture
 * @param {number} height
 * @param {number} left room for the names along the axis upwards
 * @param {number} bottom room for those along the axis across, and for the legend
 * @returns {Box & { cellWidth: number, cellHeight: number }} the plot inside
 */
export function computeFrame(width, height, left, bottom) {
    const top = 6;
    const right = 6;
    const plot = {
        left,
        top,
        width: Math.max(width - left - right, 100),
        height: Math.max(height - top - bottom, 100),
    };
    return { ...plot, cellWidth: plot.width / 5, cellHeight: plot.height / 5 };
}

/**
 * @param {ReturnType<computeFrame>} frame
 * @param {number} x score across
 * @param {number} y score upwards
 * @returns {Box} the place of a pair of scores
 */
export function placeBox(frame, x, y) {
    return {
        left: frame.left + (x - 1) * frame.cellWidth,
        top: frame.top + (5 - y) * frame.cellHeight,
        width: frame.cellWidth,
        height: frame.cellHeight,
    };
}

/**
 * @param {ReturnType<computeFrame>} frame
 * @param {number} px
 * @param {number} py
 * @returns {{ x: number, y: number }} the scores of the place nearest to a point
 */
export function scoresAt(frame, px, py) {
    const clamp = (value) => Math.min(5, Math.max(1, value));
    return {
        x: clamp(Math.floor((px - frame.left) / frame.cellWidth) + 1),
        y: clamp(5 - Math.floor((py - frame.top) / frame.cellHeight)),
    };
}

/**
 * @param {Box} box
 * @param {number} limit at most so many, whatever the room
 * @returns {number} how many parties can be told apart and hit in a place
 */
export function capacity(box, limit) {
    const columns = Math.floor((box.width - 4) / TOUCH_SIZE);
    const rows = Math.floor((box.height - 4) / TOUCH_SIZE);
    return Math.max(1, Math.min(limit, columns * rows));
}

/**
 * Break a name into at most `maxLines` lines of `width`; what does not fit ends in "…".
 *
 * @param {string} text
 * @param {number} width
 * @param {number} maxLines
 * @param {Measure} measure
 * @returns {string[]} no line when not even a few letters fit
 */
export function wrapLabel(text, width, maxLines, measure) {
    const lines = [];
    let rest = text.trim().split(/\s+/);
    while (rest.length && lines.length < maxLines) {
        let count = 1;
        while (count < rest.length && measure(rest.slice(0, count + 1).join(" ")) <= width) {
            count++;
        }
        if (lines.length === maxLines - 1) {
            count = rest.length;
        }
        const line = ellipsis(rest.slice(0, count).join(" "), width, measure);
        if (line.endsWith("…")) {
            // a letter or two would name nobody
            return lines.length || line.length > 3 ? [...lines, line] : [];
        }
        lines.push(line);
        rest = rest.slice(count);
    }
    return lines;
}

function ellipsis(text, width, measure) {
    if (measure(text) <= width) {
        return text;
    }
    let length = text.length - 1;
    while (length > 0 && measure(text.slice(0, length).trimEnd() + "…") > width) {
        length--;
    }
    return text.slice(0, length).trimEnd() + "…";
}

/** How the bubbles and names of one place could share it, in so many columns. */
function gridOf(mode, columns, count, box) {
    const rows = Math.ceil(count / columns);
    const grid = { mode, columns, width: box.width / columns, height: box.height / rows };
    const { width, height } = grid;
    if (mode === "below") {
        const lines = height - 2 * GAP - 2 * MAX_RADIUS >= 2 * LINE_HEIGHT ? 2 : 1;
        const radius = Math.min(width / 2 - 2, (height - lines * LINE_HEIGHT - 2 * GAP) / 2);
        return { ...grid, lines, radius: Math.min(radius, MAX_RADIUS), labelWidth: width - 6 };
    }
    if (mode === "beside") {
        const lines = height >= 2 * LINE_HEIGHT + 4 ? 2 : 1;
        const radius = Math.min(height / 2 - 2, MAX_RADIUS);
        return { ...grid, lines, radius, labelWidth: width - 2 * radius - 10 };
    }
    const radius = Math.min(Math.min(width, height) / 2 - 1, MAX_RADIUS);
    return { ...grid, lines: 0, radius, labelWidth: 0 };
}

/**
 * Choose how the parties of one place share it: names below the bubbles, beside them,
 * or none; and into how many columns. Best is what shows most of the names, largest.
 */
function chooseGrid(names, box, modes, measure) {
    let best = null;
    for (const mode of modes) {
        for (let columns = 1; columns <= names.length; columns++) {
            const grid = gridOf(mode, columns, names.length, box);
            if (grid.radius < MIN_RADIUS) {
                continue;
            }
            const labels = names.map((name) =>
                mode === "none" ? [] : wrapLabel(name, grid.labelWidth, grid.lines, measure)
            );
            const shown = labels.map(
                (lines, index) => Math.min(lines.join(" ").length / names[index].length, 1)
            );
            const readable = shown.reduce((sum, share) => sum + share, 0) / names.length;
            // a name under its bubble belongs to it more plainly than one beside it
            const score = grid.radius / MAX_RADIUS + 4 * readable + (mode === "below" ? 0.2 : 0);
            if (!best || score > best.score) {
                best = { ...grid, labels, score };
            }
        }
    }
    return best;
}

/**
 * Place the parties of one place side by side without overlap.
 *
 * @param {Box} box
 * @param {{ id: number, name: string, priority: string }[]} parties
 * @param {Object} options
 * @param {boolean} options.labelled whether names are written
 * @param {Measure} options.measure
 * @returns {{ id: number, cx: number, cy: number, r: number, hit: number,
 *   label: { x: number, y: number, anchor: string, lines: string[] } }[]}
 */
export function layoutPlace(box, parties, { labelled, measure }) {
    const inner = {
        left: box.left + 2,
        top: box.top + 2,
        width: box.width - 4,
        height: box.height - 4,
    };
    const names = parties.map((party) => party.name);
    const grid =
        (labelled && chooseGrid(names, inner, ["below", "beside"], measure)) ||
        chooseGrid(names, inner, ["none"], measure);
    const fit = grid.radius / MAX_RADIUS;
    return parties.map((party, index) => {
        const row = Math.floor(index / grid.columns);
        const column = index % grid.columns;
        const inRow = Math.min(parties.length - row * grid.columns, grid.columns);
        const shift = grid.mode === "beside" ? 0 : ((grid.columns - inRow) * grid.width) / 2;
        const lines = grid.labels[index];
        const middle = inner.top + (row + 0.5) * grid.height;
        const spot = {
            id: party.id,
            cx: inner.left + shift + (column + 0.5) * grid.width,
            cy: middle,
            r: Math.max(RADIUS[party.priority] * fit, MIN_RADIUS),
            hit: Math.min(grid.width / 2, grid.height / 2, TOUCH_SIZE),
            label: { x: 0, y: 0, anchor: "middle", lines },
        };
        if (grid.mode === "below") {
            spot.cy = middle - (grid.lines * LINE_HEIGHT) / 2;
            spot.label.y = spot.r + GAP + LABEL_SIZE - 2;
        } else if (grid.mode === "beside") {
            spot.cx = inner.left + column * grid.width + grid.radius + 2;
            spot.label.x = grid.radius + 4;
            spot.label.y = LABEL_SIZE / 2 - 2 - ((lines.length - 1) * LINE_HEIGHT) / 2;
            spot.label.anchor = "start";
        }
        spot.hit = Math.max(spot.hit, spot.r);
        return spot;
    });
}

/**
 * The bubble that stands for all parties of a full place: its size follows their
 * number, its ring shows how their priorities share it.
 *
 * @param {Box} box
 * @param {{ count: number, priorities: Object<string, number> }} place
 * @param {number} largest number at any place of the map
 * @param {string[]} order of the priorities around the ring
 * @returns {{ cx: number, cy: number, r: number, arcs: { priority: string, d: string }[] }}
 */
export function layoutCount(box, place, largest, order) {
    const most = Math.min(box.width, box.height) / 2 - 6;
    const max = Math.min(most, 40);
    const min = Math.min(max, 16);
    const r = min + (max - min) * Math.sqrt(place.count / largest);
    const ring = r - 2;
    const arcs = [];
    let start = 0;
    for (const priority of order) {
        const share = (place.priorities[priority] || 0) / place.count;
        if (share) {
            arcs.push({ priority, d: arc(ring, start, start + share) });
            start += share;
        }
    }
    return { cx: box.left + box.width / 2, cy: box.top + box.height / 2, r, arcs };
}

/** An arc of a circle around 0,0 from and to a share of the turn, starting at noon. */
function arc(radius, from, to) {
    const point = (share) => {
        const angle = (share - 0.25) * 2 * Math.PI;
        return `${round(radius * Math.cos(angle))} ${round(radius * Math.sin(angle))}`;
    };
    if (to - from > 0.999) {
        // one arc cannot end where it starts
        return `${arc(radius, from, from + 0.5)} ${arc(radius, from + 0.5, to)}`;
    }
    const large = to - from > 0.5 ? 1 : 0;
    return `M ${point(from)} A ${radius} ${radius} 0 ${large} 1 ${point(to)}`;
}

function round(value) {
    return Math.round(value * 100) / 100;
}

/**
 * Set entries side by side, as many to a line as fit.
 *
 * @param {number[]} widths
 * @param {number} available
 * @param {number} gap
 * @returns {{ x: number, line: number }[]}
 */
export function flow(widths, available, gap) {
    let x = 0;
    let line = 0;
    return widths.map((width) => {
        if (x && x + width > available) {
            x = 0;
            line++;
        }
        const position = { x, line };
        x += width + gap;
        return position;
    });
}

/**
 * @param {{ key: string, cx: number, cy: number }[]} bubbles
 * @param {string} key of the bubble to start from
 * @param {string} direction an arrow key
 * @returns {string | undefined} the key of the nearest bubble that way
 */
export function neighbour(bubbles, key, direction) {
    const from = bubbles.find((bubble) => bubble.key === key);
    const sign = ["ArrowRight", "ArrowDown"].includes(direction) ? 1 : -1;
    const along = ["ArrowRight", "ArrowLeft"].includes(direction) ? "cx" : "cy";
    const across = along === "cx" ? "cy" : "cx";
    let best;
    for (const bubble of bubbles) {
        const ahead = sign * (bubble[along] - from[along]);
        const aside = Math.abs(bubble[across] - from[across]);
        if (bubble.key === key || ahead <= 1) {
            continue;
        }
        const distance = ahead + 2 * aside;
        if (!best || distance < best.distance) {
            best = { key: bubble.key, distance };
        }
    }
    return best?.key;
}
