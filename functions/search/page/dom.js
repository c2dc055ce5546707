// Builds elements. Text always becomes a text node, so that nothing a supplier sends is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Returns an HTML element. Attributes that are null or false are left out, `onclick` and the like are listeners. */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Returns an SVG element, made as `el` makes HTML ones. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Puts children in the place of all that an element holds. */
export function put(element, ...children) {
  element.replaceChildren(...shown(children));
}

/** Returns whether an address leads to a page or to a mailbox: nothing else, like javascript:, may stand in a link. */
export function isWebAddress(address) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(address, location.href).protocol);
  } catch {
    return false;
  }
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name !== "href" || isWebAddress(value)) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...shown(children));
  return element;
}

function shown(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
