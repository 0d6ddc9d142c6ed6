/**
 * One icon per kind of channel, drawn on a square from -8 to 8. They are paths and
 * not letters of an icon font, so that a downloaded picture shows them anywhere.
 */
export const CHANNEL_ICONS = {
    email: "M-7 -5h14v10h-14z M-7 -5l7 6l7 -6",
    phone: "M-6 -6l3 -1l2 4l-2 1.5a8 8 0 0 0 4.5 4.5l1.5 -2l4 2l-1 3c-6 2 -14 -6 -12 -12z",
    meeting:
        "M-3.5 -1.5a2.5 2.5 0 1 0 -0.01 0z M4 -1.5a2 2 0 1 0 -0.01 0z M-7.5 6c0 -7 8 -7 8 0z M2.2 1.6c2.6 -1.6 5.3 0.4 5.3 4.4h-4.5",
    visit: "M0 7c-4 -5 -5 -7 -5 -9a5 5 0 0 1 10 0c0 2 -1 4 -5 9z M0 -0.5a1.8 1.8 0 1 0 -0.01 0z",
    workshop: "M-7 -6h14v8h-14z M0 2v2 M0 4l-4 3 M0 4l4 3 M-4 -1l2.5 -2l2.5 2l3 -3",
    survey: "M-7 -5l1.5 1.5l2.5 -3 M0 -4.5h7 M-7 0.5l1.5 1.5l2.5 -3 M0 1h7 M-7 6l1.5 1.5l2.5 -3 M0 6.5h7",
    portal: "M0 -7a7 7 0 1 0 0.01 0z M-7 0h14 M0 -7c-4.5 4 -4.5 10 0 14c4.5 -4 4.5 -10 0 -14z",
    letter: "M-7 -2l7 -5l7 5v8h-14z M-7 -2l7 5l7 -5",
    report: "M-5 -7h7l3 3v11h-10z M2 -7v3h3 M-2.5 0h5 M-2.5 3.5h5",
    other: "M-7 -6h14v9h-8l-4 4v-4h-2z",
};
