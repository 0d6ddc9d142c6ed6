import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { DiscoveryHeader } from "./discovery_header";

/** The header counts anew whenever the lines were read anew. */
class DiscoveryModel extends RelationalModel {
    async load(params) {
        await super.load(params);
        this.notify();
    }
}

class DiscoveryListRenderer extends ListRenderer {
    static template = "engagement_qms.DiscoveryListRenderer";
    static components = { ...ListRenderer.components, DiscoveryHeader };
}

class DiscoveryListController extends ListController {
    /** The header counts anew what is ticked. */
    async onRecordSaved(record) {
        await super.onRecordSaved(record);
        this.model.notify();
    }
}

export const discoveryListView = {
    ...listView,
    Model: DiscoveryModel,
    Controller: DiscoveryListController,
    Renderer: DiscoveryListRenderer,
    // the tick of a line says what is created: a second one would confuse
    props: (genericProps, view) => ({
        ...listView.props(genericProps, view),
        allowSelectors: false,
    }),
};

class DiscoveryKanbanRenderer extends KanbanRenderer {
    static template = "engagement_qms.DiscoveryKanbanRenderer";
    static components = { ...KanbanRenderer.components, DiscoveryHeader };
}

/** On a phone one long list of cards is easier than columns side by side. */
class DiscoveryKanbanModel extends DiscoveryModel {
    load(params = {}) {
        return super.load({ ...params, groupBy: [] });
    }
}

export const discoveryKanbanView = {
    ...kanbanView,
    Model: DiscoveryKanbanModel,
    Renderer: DiscoveryKanbanRenderer,
};

registry.category("views").add("engagement_discovery_list", discoveryListView);
registry.category("views").add("engagement_discovery_kanban", discoveryKanbanView);
