/* Shows the names of the dots of a distribution: the dot nearest to the pointer, or one after another by the arrow keys. */

import { element } from "./elements.js";
import { drawingTexts } from "./texts-drawing.js";

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

class Strip {
  constructor(figure) {
    this.plot = figure.querySelector(".cmb-strip__plot");
    this.dots = [...figure.querySelectorAll("circle")].map(dotOf).sort((a, b) => a.x - b.x);
    this.held = false;
    this.index = 0;
    this.name = element("p", { class: "cmb-strip__name" }, drawingTexts.strip.hint);
    figure.querySelector(".cmb-strip__ends").after(this.name);
    this.describe();
    this.listen();
  }

  describe() {
    const attributes = {
      role: "slider",
      tabindex: "0",
      "aria-label": drawingTexts.strip.choose,
      "aria-valuemin": "1",
      "aria-valuemax": String(this.dots.length),
    };
    for (const [name, value] of Object.entries(attributes)) this.plot.setAttribute(name, value);
    this.plot.querySelector("svg").setAttribute("aria-hidden", "true");
    this.state();
  }

  state() {
    const dot = this.dots[this.index];
    this.plot.setAttribute("aria-valuenow", String(this.index + 1));
    this.plot.setAttribute("aria-valuetext", dot.label);
  }

  listen() {
    this.plot.addEventListener("pointermove", (event) => this.held || this.point(event));
    this.plot.addEventListener("pointerdown", (event) => this.hold(event));
    this.plot.addEventListener("focus", () => this.choose(this.index));
    this.plot.addEventListener("keydown", (event) => this.press(event));
    this.plot.addEventListener("dblclick", () => this.open());
  }

  /* A press fixes the named dot until the next press, because the pointer passes other dots on its way to the link below. */
  hold(event) {
    this.point(event);
    this.held = true;
  }

  point(event) {
    const distance = (dot) => {
      const box = dot.circle.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
    };
    const distances = this.dots.map(distance);
    this.choose(distances.indexOf(Math.min(...distances)));
  }

  press(event) {
    const last = this.dots.length - 1;
    const targets = { Home: 0, End: last };
    if (event.key in STEPS) this.choose(Math.min(last, Math.max(0, this.index + STEPS[event.key])));
    else if (event.key in targets) this.choose(targets[event.key]);
    else if (event.key === "Enter") return this.open();
    else return;
    event.preventDefault();
  }

  choose(index) {
    this.dots[this.index].circle.classList.remove("cmb-strip__named");
    this.index = index;
    const dot = this.dots[index];
    dot.circle.classList.add("cmb-strip__named");
    this.name.replaceChildren(element("a", { href: dot.address }, dot.label));
    this.state();
  }

  open() {
    location.assign(new URL(this.dots[this.index].address, location.href));
  }
}

function dotOf(circle) {
  const title = circle.querySelector("title");
  const label = title.textContent;
  title.remove();
  return {
    circle,
    label,
    x: Number.parseFloat(circle.getAttribute("cx")),
    address: circle.dataset.address,
  };
}

/** Starts every distribution inside `root`. */
export function start(root) {
  root.querySelectorAll("[data-strip]:not([data-ready])").forEach((figure) => {
    figure.dataset.ready = "";
    if (figure.querySelector("circle")) new Strip(figure);
  });
}
