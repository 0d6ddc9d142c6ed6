import { registry } from "@web/core/registry";

const row = (party) => `.o_data_row:has(td[name=name]:contains(${party}))`;
const tick = (party) => `${row(party)} .o_engagement_discovery_tick`;
const create = (text) => `.o_engagement_discovery_create:contains(${text})`;

/** Discover, look at the doubles, edit, leave one out, create, see the register. */
registry.category("web_tour.tours").add("engagement_discovery", {
    url: "/odoo/engagement-parties",
    steps: () => [
        {
            content: "Discover from the register",
            trigger: ".o_control_panel button:contains(Discover)",
            run: "click",
        },
        {
            content: "The figures say why somebody is proposed",
            trigger: `${row("Large")}:contains(rank 1 of 25)`,
        },
        {
            content: "The sources are named",
            trigger: ".o_engagement_discovery_header .badge:contains(Orders):contains(25)",
        },
        {
            content: "Show only the doubles",
            trigger: "[data-filter=doubles]",
            run: "click",
        },
        {
            content: "Others are gone",
            trigger: `.o_list_view:not(:has(${row("Large")}))`,
        },
        {
            content: "The double is marked with the name of the other",
            trigger: `${row("Third")}:contains(Same e-mail as Second)`,
        },
        {
            content: "Show all again",
            trigger: "[data-filter=doubles]",
            run: "click",
        },
        {
            content: "All are back",
            trigger: row("Large"),
        },
        {
            content: "Leave all out",
            trigger: ".o_engagement_discovery_links button:contains(Untick all)",
            run: "click",
        },
        {
            content: "There is nothing to create",
            trigger: ".o_engagement_discovery_action:has(button:disabled):contains(Nothing ticked)",
        },
        { content: "Tick the first", trigger: tick("Large"), run: "click" },
        { content: "One is counted", trigger: create("Create 1 party") },
        { content: "Tick the second", trigger: tick("Second"), run: "click" },
        { content: "Two are counted", trigger: create("Create 2 parties") },
        { content: "Think again", trigger: tick("Second"), run: "click" },
        { content: "One is counted again", trigger: create("Create 1 party") },
        { content: "Tick the third", trigger: tick("Third"), run: "click" },
        { content: "Two are counted again", trigger: create("Create 2 parties") },
        {
            content: "Edit a score",
            trigger: `${row("Third")} td[name=influence]`,
            run: "click",
        },
        {
            content: "Choose another one",
            trigger: ".o_selected_row td[name=influence] [data-score='2']",
            run: "click",
        },
        {
            content: "Create what is ticked; the edited row is saved first",
            trigger: create("Create 2 parties"),
            run: "click",
        },
        {
            content: "The register opens with what is new",
            trigger: ".o_breadcrumb:contains(New parties)",
        },
        {
            content: "The first is there",
            trigger: row("Large"),
        },
        {
            content: "So is the third, and who was left out is not",
            trigger: `.o_list_view:has(${row("Third")}):not(:has(${row("Second")}))`,
        },
    ],
});
