import { _t } from "@web/core/l10n/translation";
import { formatDate, today } from "@web/core/l10n/dates";
import { usePopover } from "@web/core/popover/popover_hook";
import { browser } from "@web/core/browser/browser";
import { formatInteger } from "@web/views/fields/formatters";
import { AXES, axisLabel } from "./party_map_axes";
import { PartyMapCard } from "./party_map_card";
import { useBubbleDrag } from "./party_map_drag";
import { downloadPicture } from "./party_map_export";
import { neighbour, placeBox, scoresAt } from "./party_map_layout";
import { computeScene, describeBubble, FONT } from "./party_map_scene";

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
const CARD_DELAY = 250;
const ARROWS = {
    ArrowUp: { x: 0, y: 1 },
    ArrowDown: { x: 0, y: -1 },
    ArrowLeft: { x: -1, y: 0 },
    ArrowRight: { x: 1, y: 0 },
};

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
        this.areaRef = useRef("area");
        this.svgRef = useRef("svg");
        this.state = useState({ size: null, picture: false, active: null });
        this.card = usePopover(PartyMapCard, {
            animation: false,
            popoverClass: "o_party_map_popover",
            position: this.env.isSmall ? "bottom" : "right",
            setActiveElement: false,
        });

        this.observer = new ResizeObserver(() => this.measure());
        onMounted(() => {
            this.observer.observe(this.areaRef.el);
            this.measure();
        });
        onWillUnmount(() => {
            this.observer.disconnect();
            browser.clearTimeout(this.cardTimer);
        });
        this.drag = useBubbleDrag({
            targetAt: (x, y) => scoresAt(this.scene.frame, x, y),
            onStart: () => this.hideCard(),
            onDrop: (bubble, target) => this.move(bubble, target),
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
            this._scene = computeScene(this.props, this.size);
            this._sceneKey = key;
        }
        return this._scene;
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

    describe(bubble) {
        return describeBubble(bubble, this.props.data.axes, this.props.fields);
    }

    bubbleClass({ movable, party, place }) {
        const classes = [party ? `o_priority_${party.priority}` : "o_several"];
        if (party ? party.contact_overdue : place.overdue) {
            classes.push("o_overdue");
        }
        if (party && !party.relevant) {
            classes.push("o_not_relevant");
        }
        if (movable) {
            classes.push("o_movable");
        }
        return classes.join(" ");
    }

    placeStyle(x, y) {
        return `transform: translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }

    get heldBubble() {
        return this.scene.bubbles.find(({ key }) => key === this.drag.held?.key);
    }

    get dropBox() {
        const { target } = this.drag.held;
        return placeBox(this.scene.frame, target.x, target.y);
    }

    get tabStop() {
        const { bubbles } = this.scene;
        const active = bubbles.find(({ key }) => key === this.state.active);
        return (active || bubbles[0])?.key;
    }

    bubbleElement(key) {
        return this.svgRef.el?.querySelector(`[data-bubble="${key}"]`);
    }

    // ------------------------------------------------------------------
    // Pointer: point, click, tap, hold and drag
    // ------------------------------------------------------------------

    showCard(bubble, interactive = false) {
        const target = this.bubbleElement(bubble.key);
        if (!target || this.drag.held) {
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
        if (ev.pointerType === "touch" || this.drag.pressed) {
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
        if (!ev.button && bubble.movable) {
            this.drag.press(bubble, ev);
        }
    }

    onClick(bubble, ev, newWindow) {
        if (this.drag.dropped) {
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
