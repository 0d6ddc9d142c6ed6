import { getActiveActions } from "@web/views/utils";

export class PartyMapArchParser {
    /**
     * @param {Element} xmlDoc
     * @returns {{ activeActions: Object, axes: { x: string, y: string } }}
     */
    parse(xmlDoc) {
        return {
            activeActions: getActiveActions(xmlDoc),
            axes: {
                x: xmlDoc.getAttribute("x") || "impact",
                y: xmlDoc.getAttribute("y") || "influence",
            },
        };
    }
}
