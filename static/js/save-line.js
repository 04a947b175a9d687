// htmx requests carry the CSRF token, and the save line says what became of them.
// An element with data-saves="#autosave" says "Menyimpan…" while it sends; without an answer it tries again.
const RETRY_AFTER = 5000;

document.addEventListener("htmx:configRequest", (event) => {
  const cookie = document.cookie.split("; ").find((entry) => entry.startsWith("csrftoken="));
  if (cookie && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
});
document.addEventListener("htmx:beforeRequest", (event) => say(event, "Menyimpan…", "busy"));
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    if (!say(event, navigator.onLine ? "Belum tersimpan, mencoba lagi" : "Tidak ada jaringan, mencoba lagi", "late")) return;
    const element = event.detail.elt;
    setTimeout(() => htmx.trigger(element, "retry"), RETRY_AFTER);
  });
}

function say(event, words, state) {
  const saves = event.detail.elt.dataset?.saves;
  const line = saves && document.querySelector(saves);
  if (!line) return false;
  line.textContent = words;
  line.className = `autosave autosave-${state}`;
  return true;
}
