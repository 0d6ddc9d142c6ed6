import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { Counters, COUNT_EVENT } from "./counters";

/** Let the tiles count anew whenever records were loaded or changed. */
const counting = (Controller) =>
    class extends Controller {
        get modelParams() {
            const params = super.modelParams;
            const { onRecordSaved } = params.hooks;
            const count = () => this.model.bus.trigger(COUNT_EVENT);
            Object.assign(params.hooks, {
                onRootLoaded: count,
                onSavedMulti: count,
                onRecordSaved: async (...args) => {
                    await onRecordSaved(...args);
                    count();
                },
            });
            return params;
        }
    };

class CounterListRenderer extends ListRenderer {
    static template = "engagement_qms.CounterListRenderer";
    static components = { ...ListRenderer.components, Counters };
}

class CounterKanbanRenderer extends KanbanRenderer {
    static template = "engagement_qms.CounterKanbanRenderer";
    static components = { ...KanbanRenderer.components, Counters };
}

registry.category("views").add("engagement_counter_list", {
    ...listView,
    Controller: counting(ListController),
    Renderer: CounterListRenderer,
});
registry.category("views").add("engagement_counter_kanban", {
    ...kanbanView,
    Controller: counting(KanbanController),
    Renderer: CounterKanbanRenderer,
});
