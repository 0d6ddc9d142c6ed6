import { _t } from "@web/core/l10n/translation";
import { downloadFile } from "@web/core/network/download";

const SVG_NS = "http://www.w3.org/2000/svg";
/** What style sheets say of a shape; a picture has no style sheet and carries it. */
const STYLES = [
    "display",
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-weight",
    "opacity",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-width",
    "text-anchor",
];
const HEADING = 58;
const MARGIN = 16;
/** Twice the size, so that a picture stays sharp on paper. */
const SCALE = 2;

/**
 * Turn the drawing on the screen into a file of its own, with a heading.
 *
 * @param {SVGSVGElement} svg
 * @param {{ title: string, subtitle: string }} heading
 * @returns {{ text: string, width: number, height: number }}
 */
export function drawingToText(svg, { title, subtitle }) {
    const copy = svg.cloneNode(true);
    copyStyles(svg, copy);
    for (const element of copy.querySelectorAll(".o_screen_only")) {
        element.remove();
    }
    const { width, height } = svg.viewBox.baseVal;
    const full = { width: width + 2 * MARGIN, height: height + HEADING + MARGIN };
    copy.setAttribute("xmlns", SVG_NS);
    copy.setAttribute("viewBox", `${-MARGIN} ${-HEADING} ${full.width} ${full.height}`);
    copy.setAttribute("width", full.width);
    copy.setAttribute("height", full.height);
    const style = getComputedStyle(svg);
    const text = (content, y, size, weight) => {
        const element = document.createElementNS(SVG_NS, "text");
        element.textContent = content;
        for (const [name, value] of Object.entries({
            x: 0,
            y,
            fill: style.color,
            "font-family": style.fontFamily,
            "font-size": `${size}px`,
            "font-weight": weight,
        })) {
            element.setAttribute(name, value);
        }
        return element;
    };
    const page = document.createElementNS(SVG_NS, "rect");
    for (const [name, value] of Object.entries({
        x: -MARGIN,
        y: -HEADING,
        ...full,
        fill: style.backgroundColor,
    })) {
        page.setAttribute(name, value);
    }
    copy.prepend(page, text(title, -32, 20, 700), text(subtitle, -12, 13, 400));
    return { text: new XMLSerializer().serializeToString(copy), ...full };
}

function copyStyles(from, to) {
    const style = getComputedStyle(from);
    const { transform } = from.style;
    to.removeAttribute("class");
    to.removeAttribute("style");
    for (const name of STYLES) {
        const value = style.getPropertyValue(name);
        if (value && !(name === "display" && value !== "none")) {
            to.setAttribute(name, value);
        }
    }
    if (transform) {
        // the attribute knows no units
        to.setAttribute("transform", transform.replaceAll("px", ""));
    }
    if (from.classList.contains("o_screen_only")) {
        to.setAttribute("class", "o_screen_only");
    }
    for (let index = 0; index < from.children.length; index++) {
        copyStyles(from.children[index], to.children[index]);
    }
}

async function toPng({ text, width, height }) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/**
 * @param {SVGSVGElement} svg
 * @param {"png" | "svg"} format
 * @param {{ title: string, subtitle: string }} heading
 */
export async function downloadPicture(svg, format, heading) {
    const drawing = drawingToText(svg, heading);
    const name = `${_t("Stakeholder map")}.${format}`;
    if (format === "svg") {
        downloadFile(new Blob([drawing.text], { type: "image/svg+xml" }), name, "image/svg+xml");
    } else {
        downloadFile(await toPng(drawing), name, "image/png");
    }
}
