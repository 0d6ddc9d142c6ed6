import { registry } from "@web/core/registry";

/** An officer writes the first promise of a code and is told what is vague in it. */
registry.category("web_tour.tours").add("engagement_write_promise", {
    steps: () => [
        {
            content: "The empty page says what to do first",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit Tour promise",
        },
        {
            content: "Add a promise",
            trigger: ".o_field_widget[name=provision_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=promise] textarea",
            run: "edit We answer as soon as possible.",
        },
        {
            content: "The vague words are marked while typing",
            trigger: ".modal .o_engagement_marked mark:contains(as soon as possible)",
        },
        {
            trigger: ".modal .o_engagement_hints:contains(say within how many hours or days)",
        },
        {
            trigger: ".modal .o_engagement_hints:contains(Say what people get if it is not kept)",
        },
        {
            trigger: ".modal .o_field_widget[name=promise] textarea",
            run: "edit We answer within 2 working days.",
        },
        {
            content: "The mark is gone",
            trigger: ".modal .o_engagement_hints:not(:has(mark))",
        },
        {
            trigger: ".modal .o_field_widget[name=limit_value] input",
            run: "edit 2",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The limit reads as one text",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=provision_ids] .o_data_row:contains(2 working days)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The report of the version lists what is still missing",
            trigger: ".o_form_saved .o_notebook_headers .nav-link[name=wording], .o_form_view:has(.o_form_button_save:not(:visible)) .o_notebook_headers .nav-link[name=wording]",
            run: "click",
        },
        {
            trigger: ".o_engagement_wording_row:contains(Say what people get if it is not kept)",
        },
        {
            content: "The overview leads to what is missing",
            trigger: ".o_notebook_headers .nav-link[name=overview]",
            run: "click",
        },
        {
            trigger: ".o_engagement_goto:contains(Say what it is for)",
            run: "click",
        },
        {
            trigger: ".o_notebook_headers .nav-link.active[name=text]",
        },
    ],
});
