import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { useModelWithSampleData } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { standardViewProps } from "@web/views/standard_view_props";
import { axisLabel } from "./party_map_axes";

import { Component, useRef } from "@odoo/owl";

const DISCOVERY = "engagement_qms.engagement_discovery_action";

export class PartyMapController extends Component {
    static template = "engagement_qms.PartyMapView";
    static components = { CogMenu, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        Model: Function,
        modelParams: Object,
        Renderer: Function,
        archInfo: Object,
    };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        this.model = useModelWithSampleData(this.props.Model, this.props.modelParams, {
            lazy:
                !this.env.config.isReloadingController &&
                !this.env.inDialog &&
                Boolean(this.props.display.controlPanel),
        });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({ axes: this.model.axes }),
            getContext: () => ({
                party_map_x: this.model.axes.x,
                party_map_y: this.model.axes.y,
            }),
        });
        this.searchBarToggler = useSearchBarToggler();
        // the renderer draws the picture that is printed and downloaded
        this.picture = {};
    }

    get canCreate() {
        return this.props.archInfo.activeActions.create && this.model.data?.can_create;
    }

    get cogItems() {
        const print = this.props.info.actionMenus?.print || [];
        const item = (key, description, icon, callback) => ({
            key,
            description,
            icon,
            callback,
            groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        });
        const action = this.model.hasData()
            ? [
                  item("map_print", _t("Print the map"), "fa fa-print", () =>
                      this.picture.print()
                  ),
                  item("map_png", _t("Download as picture (PNG)"), "fa fa-picture-o", () =>
                      this.picture.download("png")
                  ),
                  item("map_svg", _t("Download as drawing (SVG)"), "fa fa-download", () =>
                      this.picture.download("svg")
                  ),
              ]
            : [];
        return { print, action };
    }

    /** What is filtered, for the heading of a printed map. */
    get filterText() {
        return this.env.searchModel.facets
            .map((facet) => facet.values.join(` ${facet.separator} `))
            .join(", ");
    }

    openParty(partyId, newWindow) {
        const activeIds = this.model.data.parties.map((party) => party.id);
        return this.props.selectRecord(partyId, { activeIds, newWindow });
    }

    openPlace(place) {
        const { x, y } = this.model.data.axes;
        const { fields } = this.props;
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("%(y)s %(y_score)s, %(x)s %(x_score)s", {
                y: axisLabel(y, fields),
                y_score: place.y,
                x: axisLabel(x, fields),
                x_score: place.x,
            }),
            res_model: this.props.resModel,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [...this.props.domain, ...place.domain],
            context: this.props.context,
        });
    }

    async moveParty(partyId, position) {
        const move = await this._try(() => this.model.move(partyId, position));
        if (!move) {
            return;
        }
        this.lastMove = move;
        const close = this.notification.add(this._describe(move), {
            type: "success",
            autocloseDelay: 10000,
            buttons: [
                {
                    name: _t("Undo"),
                    primary: true,
                    onClick: () => {
                        close();
                        this.undo(move);
                    },
                },
            ],
        });
    }

    /** Take back a move, or the last one that was not taken back yet. */
    async undo(move = this.lastMove) {
        if (!move) {
            return;
        }
        this.lastMove = null;
        await this._try(() => this.model.undo(move));
    }

    discover() {
        return this.action.doAction(DISCOVERY, { onClose: () => this._refresh() });
    }

    async _refresh() {
        await this.model.reload();
        this.model.notify();
    }

    _describe({ party, changes }) {
        const words = changes.map(({ axis, before, after }) => ({
            axis: axisLabel(axis, this.props.fields),
            party: party.name,
            before,
            after,
        }));
        if (words.length === 1) {
            return _t("%(axis)s of %(party)s: %(before)s → %(after)s", words[0]);
        }
        return _t("%(party)s: %(changes)s", {
            party: party.name,
            changes: words
                .map(({ axis, before, after }) => `${axis} ${before} → ${after}`)
                .join(", "),
        });
    }

    /** Run a change; a refusal is told in the server's own words. */
    async _try(change) {
        try {
            return await change();
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.notification.add(error.data?.message || error.message, {
                title: _t("The score stays as it was"),
                type: "danger",
            });
            return null;
        }
    }
}
