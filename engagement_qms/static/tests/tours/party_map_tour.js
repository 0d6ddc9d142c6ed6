import { registry } from "@web/core/registry";

const bubble = (position) => `.o_bubble[aria-label*='Tour party'][aria-label*='${position}']`;
const press = (key) => (actions) =>
    actions.anchor.dispatchEvent(
        new KeyboardEvent("keydown", { key, shiftKey: true, bubbles: true, cancelable: true })
    );

/** Open the map, switch an axis, open a party, move one by keyboard and take it back. */
registry.category("web_tour.tours").add("engagement_party_map", {
    url: "/odoo/engagement-parties",
    steps: () => [
        {
            content: "Open the map",
            trigger: ".o_switch_view.o_party_map",
            run: "click",
        },
        {
            content: "The party stands at its scores",
            trigger: bubble("Influence 3, Impact 4"),
        },
        {
            content: "Choose interest as the axis across",
            trigger: "select[name=x]",
            run: "select interest",
        },
        {
            content: "The quadrants are the strategies",
            trigger: "text.o_quadrant_name:contains(Manage closely)",
        },
        {
            content: "Open the party",
            trigger: bubble("Influence 3, Interest 2"),
            run: "click",
        },
        {
            content: "Its form is open",
            trigger: ".o_form_view .o_field_widget[name=influence]",
        },
        {
            content: "Go back",
            trigger: ".o_breadcrumb .o_back_button a",
            run: "click",
        },
        {
            content: "The axes are as they were; raise the influence",
            trigger: bubble("Influence 3, Interest 2"),
            run: press("ArrowUp"),
        },
        {
            content: "The party moved",
            trigger: bubble("Influence 4, Interest 2"),
        },
        {
            content: "Take it back",
            trigger: ".o_notification:contains(Influence of Tour party: 3 → 4) button:contains(Undo)",
            run: "click",
        },
        {
            content: "The party is back",
            trigger: bubble("Influence 3, Interest 2"),
        },
        {
            content: "Raise the interest, for good",
            trigger: bubble("Influence 3, Interest 2"),
            run: press("ArrowRight"),
        },
        {
            content: "The server has taken it",
            trigger: ".o_notification:contains(Interest of Tour party: 2 → 3)",
        },
    ],
});
