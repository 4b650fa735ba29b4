/* What the tests ask of a page besides axe: loaded once into each page that is looked over. */
"use strict";
window.lookingOver = (() => {
  /* Colours as four numbers, whatever way a style sheet writes them. */
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  function numbers(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }

  function luminance(colour) {
    const [r, g, b] = numbers(colour).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  function backgroundOf(element) {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (numbers(colour)[3] === 255) return colour;
    }
    return "white";
  }

  /* The colour behind a text of a drawing: of the last filled shape below its middle, else the page's. */
  function behind(text) {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    let colour = backgroundOf(text.ownerSVGElement);
    for (const shape of text.ownerSVGElement.querySelectorAll("rect, path, polygon, circle, ellipse, text")) {
      if (shape === text) break;
      const { fill, fillOpacity } = getComputedStyle(shape);
      const on = shape.getBoundingClientRect();
      const covers = on.left <= x && x <= on.right && on.top <= y && y <= on.bottom;
      if (shape.tagName !== "text" && covers && fill !== "none" && numbers(fill)[3] === 255 && fillOpacity === "1") colour = fill;
    }
    return colour;
  }

  /* axe does not judge texts of drawings. */
  function paleDrawnTexts() {
    return [...document.querySelectorAll("svg text")].filter((each) => each.checkVisibility())
      .filter((each) => contrast(getComputedStyle(each).fill, behind(each)) < 4.5)
      .map((each) => ["drawn text", each.textContent]);
  }

  const CONTRAST = { // axe's own, but for the arrow beside a summary, which covers no text
    ignorePseudo: true, ignoreUnicode: true, ignoreLength: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
    contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
    pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03,
  };
  const LOOK = {
    preload: false, // no fonts and no style sheets of others
    resultTypes: ["violations", "incomplete"],
    checks: { "color-contrast": { options: CONTRAST } },
  };
  /* Everything; what depends on colours; what depends on the width between two breakpoints; on either. */
  const LOOKS = {
    whole: { ...LOOK, rules: { "target-size": { enabled: true } } },
    colours: { ...LOOK, runOnly: ["color-contrast", "link-in-text-block"] },
    places: { ...LOOK, runOnly: ["target-size", "scrollable-region-focusable"] },
    visible: { ...LOOK, runOnly: ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"] },
  };

  /* What one line of a template makes differs in its words: of each shape two are enough. */
  function shapeOf(element) {
    return element.outerHTML.replace(/>[^<]*[^<\s][^<]*</g, ">x<").replace(/ (?!class|role|lang)([\w-]+)="[^"]*"/g, " $1");
  }

  function spare(all, kept) {
    const counts = new Map();
    for (const each of all) {
      const shape = shapeOf(each), count = 1 + (counts.get(shape) ?? 0);
      counts.set(shape, count);
      if (count > kept) each.remove();
    }
  }

  function shorten() {
    for (const list of document.querySelectorAll("main :is(tbody, ul, ol)")) spare([...list.children].slice(0, -1), 2);
    for (const list of document.querySelectorAll("main dl")) for (const each of [...list.children].slice(8, -2)) each.remove();
    spare(document.querySelectorAll("article > :not(h1, h2, h3, h4, h5, h6)"), 3);
  }

  function isAccepted(rule, node, accepted) {
    const target = node.target.length === 1 && document.querySelector(node.target[0]);
    if (!target || !accepted[rule] || !target.matches(accepted[rule])) return false;
    if (rule !== "color-contrast" || target.closest("svg")) return true;
    return contrast(getComputedStyle(target).color, backgroundOf(target)) >= 4.5;
  }

  /* What axe finds wrong, and what it leaves open and nobody has looked at. */
  async function axeFaults(options, accepted) {
    const { violations, incomplete } = await axe.run(document, options);
    const told = ({ id, nodes }, open) => nodes.filter((node) => !open || !isAccepted(id, node, accepted))
      .map((node) => [id + (open ? " (open)" : ""), node.target.join(" "), node.any.concat(node.all, node.none)[0]?.message]);
    return [...violations.flatMap((each) => told(each, false)), ...incomplete.flatMap((each) => told(each, true))];
  }

  /* The theme moves its side columns some frames after the width has changed. */
  async function settle() {
    scrollTo(0, 0);
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  }

  /* The schemes of colours are switched without loading the page again. */
  async function faults(schemes, accepted) {
    await settle();
    const found = [];
    for (const [scheme, look] of schemes) {
      document.body.dataset.mdColorScheme = scheme;
      document.getAnimations().forEach((each) => each.finish());
      const all = [...await axeFaults(LOOKS[look], accepted), ...paleDrawnTexts()];
      found.push(...all.map((each) => [scheme, ...each].join(": ")));
    }
    return found;
  }

  return { faults, shorten };
})();
