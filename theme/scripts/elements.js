/* Creates elements of HTML and SVG with their attributes and children. */

export const SVG = "http://www.w3.org/2000/svg";

function withContent(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function element(name, attributes = {}, ...children) {
  return withContent(document.createElement(name), attributes, children);
}

/** Creates a button that calls `act` when it is pressed. */
export function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", class: "cmb-button cmb-button--quiet", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Creates an SVG element. */
export function drawn(name, attributes = {}, ...children) {
  return withContent(document.createElementNS(SVG, name), attributes, children);
}
