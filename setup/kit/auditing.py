# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a program can say about whether everybody can use a page (WCAG 2.2 AA)."""

#: What a program can measure; returns a list of faults in words
AUDIT = r"""
() => {
  const faults = [];
  const options = {checkOpacity: true, checkVisibilityCSS: true};
  const shown = (el) => el.checkVisibility(options)
    && !el.closest("[aria-hidden=true]") && !el.closest(".visually-hidden-focusable");
  const all = (css) => [...document.querySelectorAll(css)].filter(shown);
  const say = (el) => el.outerHTML.slice(0, 90);
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  if (all("h1").length !== 1) faults.push("not one h1");
  let level = 0;
  for (const heading of all("h1,h2,h3,h4,h5,h6")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) faults.push(`heading skips a level: ${say(heading)}`);
    level = own;
  }
  for (const mark of ["main", "header", "footer"])
    if (all(mark).length < 1) faults.push(`no ${mark}`);
  for (const image of all("img"))
    if (!image.hasAttribute("alt")) faults.push(`no alt: ${say(image)}`);
  const name = (el) => (el.getAttribute("aria-label") || el.textContent.trim()
    || el.title || [...el.querySelectorAll("img")].map((i) => i.alt).join("")).trim();
  for (const el of all("a[href],button"))
    if (!name(el)) faults.push(`no name: ${say(el)}`);
  for (const el of all("input:not([type=hidden]),textarea,select")) {
    if (!el.labels.length || !el.labels[0].textContent.trim())
      faults.push(`no label: ${say(el)}`);
    const ids = (el.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    for (const id of ids)
      if (!document.getElementById(id)) faults.push(`describes nothing: ${say(el)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
  for (const id of ids)
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id twice: ${id}`);
  // 2.5.8: targets of 24 pixels, but for links inside a sentence
  for (const el of all("a[href],button,input:not([type=hidden]),textarea")) {
    const box = el.getBoundingClientRect();
    const inline = getComputedStyle(el).display === "inline"
      && el.parentElement.textContent.trim() !== el.textContent.trim();
    if (!inline && (box.width < 24 || box.height < 24))
      faults.push(`small target ${box.width}x${box.height}: ${say(el)}`);
  }
  // 1.4.3: contrast of all text
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const ground = (el) => {
    const layers = [];
    for (let node = el; node; node = node.parentElement)
      layers.push(parse(getComputedStyle(node).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || seen.has(el) || !shown(el)) continue;
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(el.tagName)) continue;
    seen.add(el);
    const style = getComputedStyle(el);
    const back = ground(el);
    const pair = [light(over(parse(style.color), back)), light(back)];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5))
      faults.push(`contrast ${contrast.toFixed(2)}: ${say(el)}`);
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    faults.push(`wider than the screen: ${root.scrollWidth} > ${root.clientWidth}`);
  return faults;
}
"""
