import { Mutex } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { AXES, scoreOn, valuesForScore } from "./party_map_axes";

/**
 * @typedef {{ axis: string, before: number, after: number }} Change
 * @typedef {{ party: Object, changes: Change[], undo: Object }} Move the party as it
 *   stands after the move, and the scores it had before
 */

export class PartyMapModel extends Model {
    setup(params) {
        this.resModel = params.resModel;
        this.axes = params.axes;
        this.data = null;
        this.searchParams = null;
        this.requests = 0;
        this.mutex = new Mutex();
    }

    /**
     * @param {Object} searchParams
     */
    async load(searchParams) {
        this.searchParams = searchParams;
        // a favourite brings the axes it was saved with
        const { party_map_x, party_map_y } = searchParams.context;
        if (party_map_x in AXES && party_map_y in AXES) {
            this.axes = { x: party_map_x, y: party_map_y };
        }
        await this.reload();
    }

    hasData() {
        return Boolean(this.data?.total);
    }

    async reload() {
        const { domain, context } = this.searchParams;
        const axes = this.axes;
        const request = ++this.requests;
        const data = await this.orm.call(this.resModel, "retrieve_party_map", [], {
            ...axes,
            domain,
            context,
        });
        // an answer that was overtaken by a later question is not drawn
        if (request === this.requests) {
            this.data = { ...data, axes };
        }
    }

    /**
     * Choose an axis; choosing the other one's swaps them.
     *
     * @param {"x" | "y"} direction
     * @param {string} axis
     */
    async setAxis(direction, axis) {
        const other = direction === "x" ? "y" : "x";
        const axes = { ...this.axes, [direction]: axis };
        if (axes[other] === axis) {
            axes[other] = this.axes[direction];
        }
        this.axes = axes;
        await this.reload();
        this.notify();
    }

    async swapAxes() {
        await this.setAxis("x", this.axes.y);
    }

    /**
     * Give a party new scores: shown at once, taken back when the server refuses.
     *
     * @param {number} partyId
     * @param {{ x: number, y: number }} position
     * @returns {Promise<Move | null>} null when nothing changes
     */
    move(partyId, position) {
        return this.mutex.exec(async () => {
            const party = this.data.parties.find((party) => party.id === partyId);
            if (!party) {
                return null;
            }
            const values = {};
            const changes = [];
            for (const direction of ["y", "x"]) {
                const axis = this.axes[direction];
                const before = scoreOn(axis, party);
                if (before !== position[direction]) {
                    Object.assign(values, valuesForScore(axis, party, position[direction]));
                    changes.push({ axis, before, after: position[direction] });
                }
            }
            if (!changes.length) {
                return null;
            }
            const undo = Object.fromEntries(
                Object.keys(values).map((name) => [name, party[name]])
            );
            return { party: await this._write(party, values), changes, undo };
        });
    }

    /**
     * @param {Move} move
     */
    undo({ party, undo }) {
        return this.mutex.exec(async () => {
            const current = this.data.parties.find(({ id }) => id === party.id);
            await this._write(current || party, undo);
        });
    }

    async _write(party, values) {
        const before = this.data;
        const moved = this._score(party, values);
        const optimistic = this._place(before, party, moved);
        this.data = optimistic;
        this.notify();
        try {
            await this.orm.write(this.resModel, [party.id], values, {
                context: this.searchParams.context,
            });
        } catch (error) {
            if (this.data === optimistic) {
                this.data = before;
                this.notify();
            }
            throw error;
        }
        // priority, strategy and whether the filter still finds it follow the scores
        await this.reload();
        this.notify();
        return moved;
    }

    _score(party, values) {
        const { x, y } = this.axes;
        const scored = { ...party, ...values };
        return { ...scored, x: scoreOn(x, scored), y: scoreOn(y, scored) };
    }

    /** The map as it will be once a party stands where it moved. */
    _place(data, party, moved) {
        const places = data.places.map((place) => ({
            ...place,
            priorities: { ...place.priorities },
        }));
        const find = (position) =>
            places.find((place) => place.x === position.x && place.y === position.y);
        const shift = (place, step) => {
            place.count += step;
            place.overdue += party.contact_overdue ? step : 0;
            place.priorities[party.priority] = (place.priorities[party.priority] || 0) + step;
        };
        const from = find(party);
        if (from) {
            shift(from, -1);
        }
        if (!find(moved)) {
            places.push({ x: moved.x, y: moved.y, count: 0, overdue: 0, priorities: {} });
        }
        shift(find(moved), 1);
        return {
            ...data,
            places: places.filter((place) => place.count),
            parties: [...data.parties.filter(({ id }) => id !== party.id), moved],
        };
    }
}
