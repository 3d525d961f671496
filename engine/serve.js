// `make serve` adds this script to each page. It reloads the page when the site changed, and shows the faults of the data.
const events = new EventSource("/-/thay-doi");
let shown;

events.onmessage = (event) => {
  const now = JSON.parse(event.data);
  shown ??= now.version;
  if (now.version !== shown) location.reload();
  document.querySelector("[data-faults]")?.remove();
  if (now.faults) show(now.faults);
};

function show(faults) {
  const box = document.createElement("pre");
  box.dataset.faults = "";
  box.setAttribute("role", "alert");
  box.textContent = `Dữ liệu có lỗi; dưới đây là bản dựng tốt gần nhất.\n\n${faults}`;
  box.style.cssText = "position:sticky;top:0;z-index:99;margin:0;padding:1rem;max-height:50vh;overflow:auto;"
    + "white-space:pre-wrap;background:#fff4e5;color:#3b2300;border-bottom:4px solid #b45309;font:14px/1.5 monospace";
  document.body.prepend(box);
}
