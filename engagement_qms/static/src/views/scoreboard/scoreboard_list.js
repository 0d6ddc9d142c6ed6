import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { onMounted } from "@odoo/owl";

/** The scoreboard: shows at once what was measured, and again what has changed since. */
export class ScoreboardListController extends ListController {
    static template = "engagement_qms.ScoreboardListView";

    setup() {
        super.setup();
        this.orm = useService("orm");
        onMounted(() => this.measure());
    }

    async measure() {
        const changed = await this.orm.silent.call(this.props.resModel, "measure_now", []);
        if (changed) {
            await this.model.load();
        }
    }

    async download() {
        await download({
            url: "/engagement/scoreboard.xlsx",
            data: { domain: JSON.stringify(this.model.root.domain) },
        });
    }
}

registry.category("views").add("engagement_scoreboard_list", {
    ...listView,
    Controller: ScoreboardListController,
});
