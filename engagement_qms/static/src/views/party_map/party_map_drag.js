import { browser } from "@web/core/browser/browser";

import { onWillUnmount, useState } from "@odoo/owl";

/** So many pixels make a drag of what else is a click. */
const TOLERANCE = 6;
/** A finger rests so long on a bubble before it takes it; a shorter one scrolls. */
const TOUCH_DELAY = 350;

/**
 * Let a pointer take a bubble and drop it on another place. While it is held, the
 * page neither scrolls nor reacts; Escape lets go.
 *
 * @param {Object} params
 * @param {(x: number, y: number) => { x: number, y: number }} params.targetAt scores
 *  under a point of the drawing
 * @param {() => void} params.onStart
 * @param {(bubble: Object, target: { x: number, y: number }) => void} params.onDrop
 */
export function useBubbleDrag({ targetAt, onStart, onDrop }) {
    const state = useState({ held: null });
    let press = null;
    let timer = null;
    let dropped = false;

    const listeners = {
        pointermove: (ev) => {
            const moved = Math.hypot(ev.clientX - press.x, ev.clientY - press.y);
            if (!state.held && moved < TOLERANCE) {
                return;
            }
            if (!state.held && press.touch) {
                release();
                return;
            }
            if (!state.held) {
                take();
            }
            const x = press.bubble.cx + ev.clientX - press.x;
            const y = press.bubble.cy + ev.clientY - press.y;
            Object.assign(state.held, { x, y, target: targetAt(x, y) });
        },
        pointerup: () => {
            const { held } = state;
            const { bubble } = press;
            release();
            if (held) {
                // the click that ends a drag opens nothing
                dropped = true;
                browser.setTimeout(() => (dropped = false));
                onDrop(bubble, held.target);
            }
        },
        pointercancel: () => release(),
        keydown: (ev) => {
            if (ev.key === "Escape") {
                ev.stopPropagation();
                release();
            }
        },
        touchmove: (ev) => state.held && ev.preventDefault(),
    };

    function take() {
        const { key, cx, cy, party } = press.bubble;
        onStart();
        state.held = { key, x: cx, y: cy, target: { x: party.x, y: party.y } };
    }

    function release() {
        browser.clearTimeout(timer);
        for (const [type, listener] of Object.entries(listeners)) {
            window.removeEventListener(type, listener, { capture: true });
        }
        press = null;
        state.held = null;
    }

    onWillUnmount(release);

    return {
        /** The bubble that is held: where it is and where it would land. */
        get held() {
            return state.held;
        },
        get pressed() {
            return Boolean(press);
        },
        get dropped() {
            return dropped;
        },
        press(bubble, ev) {
            press = {
                bubble,
                x: ev.clientX,
                y: ev.clientY,
                touch: ev.pointerType === "touch",
            };
            for (const [type, listener] of Object.entries(listeners)) {
                window.addEventListener(type, listener, { capture: true, passive: false });
            }
            if (press.touch) {
                timer = browser.setTimeout(take, TOUCH_DELAY);
            }
        },
    };
}
