/* For older browsers: opens folded sections (<details>) for links into them and for printing, as current browsers do. */

const CLOSED = "details:not([open])";

function open(fold) {
  fold.open = true;
}

/** Opens the folds around the element that the address refers to, and scrolls to it. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.closest(CLOSED)) return;
  for (let fold = target.closest(CLOSED); fold; fold = target.closest(CLOSED)) open(fold);
  target.scrollIntoView();
}

/** Opens folds for links into them, and opens all folds before printing if the stylesheet cannot. */
export function start() {
  reveal();
  addEventListener("hashchange", reveal);
  if (!CSS.supports("selector(::details-content)")) {
    addEventListener("beforeprint", () => document.querySelectorAll(`main ${CLOSED}`).forEach(open));
  }
}
