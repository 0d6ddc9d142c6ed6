import { registry } from "@web/core/registry";

const dialog = ".modal .o_form_view";

/** Note a contact from the party: how it went, what was said, a need; hold it. */
registry.category("web_tour.tours").add("engagement_log_contact", {
    steps: () => [
        {
            content: "Something has just happened with this party",
            trigger: "button[name=action_log_contact]",
            run: "click",
        },
        {
            content: "Party, day, channel and responsible are there already",
            trigger: `${dialog} [name=user_id] .o_m2o_avatar`,
        },
        {
            content: "It is not held as long as nothing was said",
            trigger: `${dialog} button[name=action_hold]`,
            run: "click",
        },
        {
            content: "The message says what is missing",
            trigger: ".modal .modal-body:contains(fill in: what was said)",
        },
        {
            content: "Read it",
            trigger: ".modal:has(.modal-body:contains(fill in)) .modal-footer button",
            run: "click",
        },
        {
            content: "It went well",
            trigger: `${dialog} [data-level='4']`,
            run: "click",
        },
        {
            content: "The face says so in a word",
            trigger: `${dialog} .o_engagement_health_word:contains(Good)`,
        },
        {
            content: "Write what was said",
            trigger: `${dialog} [name=summary] .odoo-editor-editable`,
            run: "editor They like the new packaging.",
        },
        {
            content: "They asked for something",
            trigger: `${dialog} [name=need_ids] .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Note the need",
            trigger: `${dialog} [name=need_ids] .o_selected_row [name=name] input`,
            run: "edit Less plastic",
        },
        {
            content: "Done",
            trigger: `${dialog} button[name=action_hold]`,
            run: "click",
        },
        {
            content: "The party shows how the relation is now",
            trigger: "body:not(:has(.modal)) .o_form_view [name=health]:contains(Good)",
        },
    ],
});
