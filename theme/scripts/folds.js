/* What browsers of today do with folded parts by themselves: open one for a link into it, print them all. */

const CLOSED = "details:not([open])";

function open(fold) {
  fold.open = true;
}

/** Opens the folds around the place that the address names, and goes there. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest(CLOSED)) return;
  for (let fold = target.closest(CLOSED); fold; fold = target.closest(CLOSED)) open(fold);
  target.scrollIntoView();
}

/** Follows links into folds, and opens all before printing where the stylesheet cannot. */
export function start() {
  reveal();
  addEventListener("hashchange", reveal);
  if (!CSS.supports("selector(::details-content)")) {
    addEventListener("beforeprint", () => document.querySelectorAll(`main ${CLOSED}`).forEach(open));
  }
}
