import { registry } from "@web/core/registry";

/** An officer confirms all overdue needs at once, and sees the tile go grey. */
registry.category("web_tour.tours").add("engagement_confirm_needs", {
    steps: () => [
        {
            content: "The tile says how many needs wait",
            trigger: ".o_engagement_counter[data-filter=confirm_overdue].bg-danger-subtle",
            run: "click",
        },
        {
            content: "Only these are shown; take them all",
            trigger:
                ".o_engagement_counter[data-filter=confirm_overdue][aria-pressed=true]",
        },
        {
            trigger: ".o_list_table thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "One click confirms them",
            trigger: ".o_control_panel button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Nothing is left to confirm",
            trigger:
                ".o_engagement_counter[data-filter=confirm_overdue].bg-secondary-subtle",
        },
    ],
});

/** A reader without a role in the app confirms what the organisation sent. */
registry.category("web_tour.tours").add("engagement_confirm_communication", {
    steps: () => [
        {
            content: "What I have to confirm stands there",
            trigger: ".o_data_row:contains(Tour policy) .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_acknowledge]",
            run: "click",
        },
        {
            content: "It says that and when I confirmed",
            trigger: ".o_form_view .alert-success:contains(You confirmed it on)",
        },
        {
            content: "A reader sees nothing to manage",
            trigger: ".o_form_view:not(:has(button[name=action_remind]:visible))",
        },
    ],
});
