import { _t } from "@web/core/l10n/translation";

/** What the map can draw, and the scores behind it; of several the largest counts. */
export const AXES = {
    influence: ["influence"],
    interest: ["interest"],
    impact: ["impact_on_us", "impact_on_them"],
    impact_on_us: ["impact_on_us"],
    impact_on_them: ["impact_on_them"],
};

export const PRIORITIES = ["critical", "high", "medium", "low"];

const STRATEGIES = {
    manage_closely: { influence: true, interest: true },
    keep_satisfied: { influence: true, interest: false },
    keep_informed: { influence: false, interest: true },
    monitor: { influence: false, interest: false },
};

/**
 * @param {string} axis
 * @param {Object} fields of the model
 * @returns {string} the name of an axis
 */
export function axisLabel(axis, fields) {
    return axis === "impact" ? _t("Impact").toString() : fields[axis].string;
}

/**
 * @param {string} axis
 * @param {Object} party
 * @returns {number} where a party stands on an axis
 */
export function scoreOn(axis, party) {
    return Math.max(...AXES[axis].map((name) => party[name]));
}

/**
 * The scores to write so that a party stands at `score` of an axis. Where several
 * scores lie behind the axis, the largest ones move and none stays above them.
 *
 * @param {string} axis
 * @param {Object} party
 * @param {number} score
 * @returns {Object} the changed scores by field name
 */
export function valuesForScore(axis, party, score) {
    const before = scoreOn(axis, party);
    const values = {};
    for (const name of AXES[axis]) {
        const value = party[name] === before ? score : Math.min(party[name], score);
        if (value !== party[name]) {
            values[name] = value;
        }
    }
    return values;
}

/**
 * The four quadrants, above and below 3.5 of each axis. Influence and interest
 * together are the strategy; any other pair is named by what it says.
 *
 * @param {string} x
 * @param {string} y
 * @param {Object} fields of the model
 * @returns {{ right: boolean, top: boolean, label: string }[]}
 */
export function quadrants(x, y, fields) {
    const isStrategy = [x, y].sort().join() === "influence,interest";
    const words = new Map(isStrategy ? fields.strategy.selection : []);
    const names = { x: axisLabel(x, fields), y: axisLabel(y, fields) };
    const result = [];
    for (const top of [true, false]) {
        for (const right of [false, true]) {
            let label;
            if (isStrategy) {
                const high = { [x]: right, [y]: top };
                const strategy = Object.keys(STRATEGIES).find(
                    (key) =>
                        STRATEGIES[key].influence === high.influence &&
                        STRATEGIES[key].interest === high.interest
                );
                label = words.get(strategy);
            } else if (top) {
                label = right
                    ? _t("%(y)s high, %(x)s high", names)
                    : _t("%(y)s high, %(x)s low", names);
            } else {
                label = right
                    ? _t("%(y)s low, %(x)s high", names)
                    : _t("%(y)s low, %(x)s low", names);
            }
            result.push({ right, top, label: label.toString() });
        }
    }
    return result;
}
