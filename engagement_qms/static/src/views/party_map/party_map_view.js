import { registry } from "@web/core/registry";
import { PartyMapArchParser } from "./party_map_arch_parser";
import { PartyMapController } from "./party_map_controller";
import { PartyMapModel } from "./party_map_model";
import { PartyMapRenderer } from "./party_map_renderer";

export const partyMapView = {
    type: "party_map",
    ArchParser: PartyMapArchParser,
    Controller: PartyMapController,
    Model: PartyMapModel,
    Renderer: PartyMapRenderer,
    searchMenuTypes: ["filter", "favorite"],

    props: (genericProps, view) => {
        const { arch, resModel, state } = genericProps;
        const archInfo = new view.ArchParser().parse(arch);
        return {
            ...genericProps,
            archInfo,
            modelParams: { resModel, axes: state?.axes || archInfo.axes },
            Model: view.Model,
            Renderer: view.Renderer,
        };
    },
};

registry.category("views").add("party_map", partyMapView);
