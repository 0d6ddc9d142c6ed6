import { _t } from "@web/core/l10n/translation";
import { formatDate, today } from "@web/core/l10n/dates";
import { usePopover } from "@web/core/popover/popover_hook";
import { browser } from "@web/core/browser/browser";
import { formatInteger } from "@web/views/fields/formatters";
import { AXES, axisLabel, PRIORITIES, quadrants } from "./party_map_axes";
import { PartyMapCard } from "./party_map_card";
import { downloadPicture } from "./party_map_export";
import { CHANNEL_ICONS } from "./party_map_icons";
import {
    capacity,
    computeFrame,
    flow,
    HIGH_LINE,
    LABEL_SIZE,
    layoutCount,
    layoutPlace,
    neighbour,
    placeBox,
    SCORES,
    scoresAt,
    wrapLabel,
} from "./party_map_layout";
import { scoreLabel } from "../../fields/score/score_field";

import {
    Component,
    onMounted,
    onPatched,
    onWillPatch,
    onWillUnmount,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";

/** A printed or downloaded map looks the same whatever the screen. */
const PICTURE_SIZE = { width: 1180, height: 720, small: false };
const SMALL_WIDTH = 560;
const DRAG_TOLERANCE = 6;
const TOUCH_DELAY = 350;
const CARD_DELAY = 250;
const STRIP = 17;
const ARROWS = {
    ArrowUp: { x: 0, y: 1 },
    ArrowDown: { x: 0, y: -1 },
    ArrowLeft: { x: -1, y: 0 },
    ArrowRight: { x: 1, y: 0 },
};

const FONT = `system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif`;
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

/** The map itself: a drawing that a mouse, a finger and a keyboard can use alike. */
export class PartyMapRenderer extends Component {
    static template = "engagement_qms.PartyMapRenderer";
    static props = {
        canEdit: Boolean,
        data: Object,
        fields: Object,
        filterText: String,
        moveParty: Function,
        openParty: Function,
        openPlace: Function,
        picture: Object,
        setAxis: Function,
        swapAxes: Function,
        undo: Function,
    };

    setup() {
        this.font = FONT;
        this.icons = CHANNEL_ICONS;
        this.rootRef = useRef("root");
        this.areaRef = useRef("area");
        this.svgRef = useRef("svg");
        this.state = useState({ size: null, picture: false, active: null, drag: null });
        this.card = usePopover(PartyMapCard, {
            animation: false,
            popoverClass: "o_party_map_popover",
            position: "right",
            setActiveElement: false,
        });

        this.observer = new ResizeObserver(() => this.measure());
        onMounted(() => {
            this.observer.observe(this.areaRef.el);
            this.measure();
        });
        onWillUnmount(() => {
            this.observer.disconnect();
            this.cancelPress();
        });
        useExternalListener(window, "pointermove", (ev) => this.onPointerMove(ev));
        useExternalListener(window, "pointerup", (ev) => this.onPointerUp(ev));
        useExternalListener(window, "pointercancel", () => this.cancelPress());
        useExternalListener(window, "keydown", (ev) => this.onWindowKeydown(ev), {
            capture: true,
        });
        // while a bubble is held, the finger moves it and not the page
        useExternalListener(window, "touchmove", (ev) => this.state.drag && ev.preventDefault(), {
            passive: false,
        });
        useExternalListener(window, "afterprint", () => (this.state.picture = false));

        // a bubble that changes its turn in the drawing would lose the focus
        let focused = null;
        onWillPatch(() => {
            focused = document.activeElement?.closest?.("[data-bubble]")?.dataset.bubble;
        });
        onPatched(() => this.keepFocus(focused));

        Object.assign(this.props.picture, {
            print: () => this.print(),
            download: (format) => this.download(format),
        });
    }

    // ------------------------------------------------------------------
    // What is drawn
    // ------------------------------------------------------------------

    measure() {
        const { width, height } = this.areaRef.el?.getBoundingClientRect() || {};
        if (width && height) {
            this.state.size = { width, height, small: width < SMALL_WIDTH };
        }
    }

    get size() {
        return this.state.picture ? PICTURE_SIZE : this.state.size;
    }

    /** Everything in the drawing, computed anew only when data or size changed. */
    get scene() {
        const { data } = this.props;
        const key = [data, this.state.size, this.state.picture];
        if (!this._scene || key.some((part, index) => part !== this._sceneKey[index])) {
            this._scene = this.computeScene();
            this._sceneKey = key;
        }
        return this._scene;
    }

    computeScene() {
        const { width, height, small } = this.size;
        const words = SCORES.map((score) => this.scoreText(score, small));
        const left = Math.max(...words.map((word) => measureText(word))) + (small ? 30 : 34);
        const frame = computeFrame(width, height, left, small ? 84 : 66);
        const quadrants = this.computeQuadrants(frame);
        const strip = STRIP * Math.max(...quadrants.map(({ lines }) => lines.length));
        const bubbles = this.computeBubbles(frame, small, strip);
        return {
            width,
            height,
            small,
            frame,
            bubbles,
            quadrants,
            grid: this.computeGrid(frame, small),
            legend: this.computeLegend(frame, small, bubbles),
        };
    }

    computeBubbles(frame, small, strip) {
        const { places, parties, place_limit } = this.props.data;
        const ordered = [...places].sort((a, b) => b.y - a.y || a.x - b.x);
        const largest = Math.max(...places.map((place) => place.count));
        const bubbles = [];
        for (const place of ordered) {
            const box = this.contentBox(frame, place, strip);
            const here = parties.filter(({ x, y }) => x === place.x && y === place.y);
            if (here.length === place.count && here.length <= capacity(box, place_limit)) {
                const options = { labelled: !small, measure: measureText };
                for (const spot of layoutPlace(box, here, options)) {
                    const party = here.find(({ id }) => id === spot.id);
                    bubbles.push({
                        ...spot,
                        key: `party-${party.id}`,
                        party,
                        movable: this.props.canEdit && party.can_write,
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
    contentBox(frame, { x, y }, strip) {
        const box = placeBox(frame, x, y);
        if (y === 5) {
            box.top += strip;
        }
        if (y === 5 || y === 1) {
            box.height -= strip;
        }
        return box;
    }

    computeQuadrants(frame) {
        const { x, y } = this.props.data.axes;
        const middleX = frame.left + HIGH_LINE_SHARE * frame.width;
        const middleY = frame.top + (1 - HIGH_LINE_SHARE) * frame.height;
        return quadrants(x, y, this.props.fields).map(({ right, top, label }) => {
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

    computeGrid(frame, small) {
        const { axes } = this.props.data;
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
                label: this.scoreText(score, small),
            })),
            up: SCORES.map((score) => ({
                score,
                x: frame.left - 8,
                y: frame.top + (5 - score + 0.5) * frame.cellHeight + 4,
                label: this.scoreText(score, small),
            })),
            titleX: {
                x: frame.left + frame.width / 2,
                y: bottom + 34,
                label: `${axisLabel(axes.x, this.props.fields)} →`,
            },
            titleY: {
                x: 13,
                y: frame.top + frame.height / 2,
                label: `${axisLabel(axes.y, this.props.fields)} →`,
            },
        };
    }

    /** On a phone there is room for the number alone. */
    scoreText(score, small) {
        return small ? `${score}` : `${score} ${scoreLabel(score)}`;
    }

    computeLegend(frame, small, bubbles) {
        const names = new Map(this.props.fields.priority.selection);
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

    get axisChoices() {
        const { fields } = this.props;
        return Object.keys(AXES).map((axis) => ({
            axis,
            label:
                axis === "impact"
                    ? _t("Impact (the larger of both ways)")
                    : axisLabel(axis, fields),
        }));
    }

    get title() {
        const { axes } = this.props.data;
        return _t("%(y)s against %(x)s", {
            y: axisLabel(axes.y, this.props.fields),
            x: axisLabel(axes.x, this.props.fields),
        });
    }

    get countText() {
        const { total } = this.props.data;
        return total === 1 ? _t("1 party") : _t("%s parties", formatInteger(total));
    }

    get overdueText() {
        const { overdue } = this.props.data;
        return overdue === 1
            ? _t("1 contact overdue")
            : _t("%s contacts overdue", formatInteger(overdue));
    }

    /** The line under the title of a picture: how many, since when, which filter. */
    get subtitle() {
        const parts = [this.countText, this.overdueText, formatDate(today())];
        if (this.props.filterText) {
            parts.push(this.props.filterText);
        }
        return parts.join(" · ");
    }

    describe({ party, place }) {
        const { axes } = this.props.data;
        const { fields } = this.props;
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
            position,
            _t("priority %s", priority),
            party.channel_id && _t("by %s", party.channel_id[1]),
            party.contact_overdue && _t("contact overdue"),
        ];
        return parts.filter(Boolean).join(", ");
    }

    /** A bubble stands at its place, or under the pointer that holds it. */
    bubbleStyle(bubble) {
        const { drag } = this.state;
        const held = drag?.key === bubble.key;
        const x = held ? drag.x : bubble.cx;
        const y = held ? drag.y : bubble.cy;
        return `transform: translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }

    get dropBox() {
        const { drag } = this.state;
        return drag && placeBox(this.scene.frame, drag.target.x, drag.target.y);
    }

    get tabStop() {
        const { bubbles } = this.scene;
        const active = bubbles.find(({ key }) => key === this.state.active);
        return (active || bubbles[0])?.key;
    }

    findBubble(key) {
        return this.scene.bubbles.find((bubble) => bubble.key === key);
    }

    bubbleElement(key) {
        return this.svgRef.el?.querySelector(`[data-bubble="${key}"]`);
    }

    // ------------------------------------------------------------------
    // Pointer: point, click, tap, hold and drag
    // ------------------------------------------------------------------

    showCard(bubble, interactive = false) {
        const target = this.bubbleElement(bubble.key);
        if (!target || this.state.drag) {
            return;
        }
        this.card.open(target, {
            axes: this.props.data.axes,
            fields: this.props.fields,
            movable: Boolean(bubble.movable) && !interactive,
            open: interactive ? () => this.open(bubble) : undefined,
            party: bubble.party,
            place: bubble.place,
        });
    }

    hideCard() {
        browser.clearTimeout(this.cardTimer);
        this.card.close();
    }

    onPointerEnter(bubble, ev) {
        if (ev.pointerType === "touch" || this.press) {
            return;
        }
        browser.clearTimeout(this.cardTimer);
        this.cardTimer = browser.setTimeout(() => this.showCard(bubble), CARD_DELAY);
    }

    onPointerLeave(ev) {
        if (ev.pointerType !== "touch") {
            this.hideCard();
        }
    }

    onPointerDown(bubble, ev) {
        this.touch = ev.pointerType === "touch";
        if (ev.button || !bubble.movable) {
            return;
        }
        this.press = { bubble, x: ev.clientX, y: ev.clientY };
        if (this.touch) {
            this.touchTimer = browser.setTimeout(() => this.startDrag(), TOUCH_DELAY);
        }
    }

    onPointerMove(ev) {
        if (!this.press) {
            return;
        }
        const moved = Math.hypot(ev.clientX - this.press.x, ev.clientY - this.press.y);
        if (!this.state.drag) {
            if (moved < DRAG_TOLERANCE) {
                return;
            }
            if (this.touch) {
                // the finger scrolls: it did not rest long enough to take the bubble
                this.cancelPress();
                return;
            }
            this.startDrag();
        }
        const { bubble } = this.press;
        const x = bubble.cx + ev.clientX - this.press.x;
        const y = bubble.cy + ev.clientY - this.press.y;
        Object.assign(this.state.drag, { x, y, target: scoresAt(this.scene.frame, x, y) });
    }

    startDrag() {
        const { bubble } = this.press;
        this.hideCard();
        this.state.drag = {
            key: bubble.key,
            x: bubble.cx,
            y: bubble.cy,
            target: { x: bubble.party.x, y: bubble.party.y },
        };
    }

    onPointerUp() {
        const { drag } = this.state;
        const bubble = this.press?.bubble;
        this.cancelPress();
        if (drag) {
            // the click that ends a drag opens nothing
            this.dragged = true;
            browser.setTimeout(() => (this.dragged = false));
            this.move(bubble, drag.target);
        }
    }

    cancelPress() {
        browser.clearTimeout(this.touchTimer);
        this.press = null;
        this.state.drag = null;
    }

    onClick(bubble, ev, newWindow) {
        if (this.dragged) {
            return;
        }
        this.state.active = bubble.key;
        if (this.touch) {
            this.showCard(bubble, true);
        } else {
            this.open(bubble, newWindow);
        }
    }

    open({ party, place }, newWindow) {
        this.hideCard();
        if (party) {
            this.props.openParty(party.id, newWindow);
        } else {
            this.props.openPlace(place);
        }
    }

    move({ key, party }, position) {
        this.hideCard();
        this.moved = { key, place: `place-${position.x}-${position.y}` };
        return this.props.moveParty(party.id, position);
    }

    // ------------------------------------------------------------------
    // Keyboard
    // ------------------------------------------------------------------

    onFocus(bubble, ev) {
        this.state.active = bubble.key;
        if (ev.target.matches(":focus-visible")) {
            this.showCard(bubble);
        }
    }

    onKeydown(bubble, ev) {
        const arrow = ARROWS[ev.key];
        const pushes = (ev.shiftKey || ev.altKey) && !ev.ctrlKey && !ev.metaKey;
        if (arrow && pushes) {
            this.push(bubble, arrow);
        } else if (arrow && !ev.ctrlKey && !ev.metaKey) {
            this.focus(neighbour(this.scene.bubbles, bubble.key, ev.key));
        } else if (ev.key === "Home") {
            this.focus(this.scene.bubbles[0].key);
        } else if (ev.key === "End") {
            this.focus(this.scene.bubbles.at(-1).key);
        } else if (ev.key === "Enter" || ev.key === " ") {
            this.open(bubble, ev.ctrlKey || ev.metaKey);
        } else if (ev.key === "z" && (ev.ctrlKey || ev.metaKey) && !ev.shiftKey) {
            this.props.undo();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    push(bubble, step) {
        if (!bubble.movable) {
            return;
        }
        const clamp = (value) => Math.min(5, Math.max(1, value));
        const { x, y } = bubble.party;
        this.move(bubble, { x: clamp(x + step.x), y: clamp(y + step.y) });
    }

    onWindowKeydown(ev) {
        if (ev.key === "Escape" && this.state.drag) {
            this.cancelPress();
            ev.stopPropagation();
        }
    }

    focus(key) {
        this.bubbleElement(key)?.focus();
    }

    /** Give the focus back to a bubble, or to the full place that took it in. */
    keepFocus(key) {
        if (!key || document.activeElement?.dataset?.bubble === key) {
            return;
        }
        const place = this.moved?.key === key ? this.moved.place : null;
        this.focus([key, place, this.tabStop].find((name) => this.bubbleElement(name)));
    }

    // ------------------------------------------------------------------
    // Print and download
    // ------------------------------------------------------------------

    async drawPicture() {
        this.hideCard();
        this.state.picture = true;
        await new Promise((resolve) => browser.setTimeout(resolve));
        await new Promise((resolve) => browser.requestAnimationFrame(resolve));
    }

    async print() {
        await this.drawPicture();
        window.print();
    }

    async download(format) {
        await this.drawPicture();
        await downloadPicture(this.svgRef.el, format, {
            title: this.title,
            subtitle: this.subtitle,
        });
        this.state.picture = false;
    }
}

const HIGH_LINE_SHARE = (HIGH_LINE - 0.5) / 5;
