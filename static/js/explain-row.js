// Opens the explanation under its row of the ranking board; without script the same link leads to a page.
// [data-explains="id"] names the row below; its content comes once, by htmx, on the event "explain".
const links = document.querySelectorAll("[data-explains]");
for (const link of links) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-explains]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  toggle(link);
});
document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("[data-explains]");
  if (!link || event.key !== " ") return;
  event.preventDefault();
  toggle(link);
});

function toggle(link) {
  const below = document.getElementById(link.dataset.explains);
  below.hidden = !below.hidden;
  link.setAttribute("aria-expanded", String(!below.hidden));
  link.closest("tr").classList.toggle("row-selected", !below.hidden);
  if (!below.hidden) htmx.trigger(link, "explain");
}

// Without an answer the page says it instead.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    if (event.detail.elt.matches("[data-explains]")) location.assign(event.detail.elt.href);
  });
}
