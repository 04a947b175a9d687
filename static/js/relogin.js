// An ended session: the dialog #masuk-lagi asks for the password in place, and the page goes on with every field.
// Sets draftQueue.enter(), which resolves once the person for whom the page was made is logged in again.
(() => {
  const queue = window.draftQueue;
  const dialog = document.getElementById("masuk-lagi");
  if (!queue || !dialog) return;
  const STILL = 1000; // no dialog under somebody's fingers
  const entry = dialog.querySelector("form");
  const words = dialog.querySelector("[data-entry-words]");
  const error = dialog.querySelector("[data-entry-error]");
  const button = entry.querySelector("button[type=submit]");
  let waiting = null, entered = null, lastKey = 0;

  queue.form.addEventListener("input", () => (lastKey = Date.now()));
  queue.enter = () => (waiting ??= open().finally(() => (waiting = null)));
  for (const again of document.querySelectorAll("[data-enter-again]")) {
    again.addEventListener("click", () => waiting && show());
  }

  async function open() {
    window.draftWords?.line("Sesi berakhir, belum tersimpan", "late");
    const who = await ask();
    if (who.pengguna === entry.elements.username.value) {
      return; // logged in again in another window
    }
    words.textContent = who.pengguna
      ? `Di peramban ini sekarang masuk sebagai ${who.nama}. Isian Anda masih ada; masuk lagi sebagai Anda untuk menyimpannya.`
      : "Anda sudah keluar atau terlalu lama tidak memakai E-Planning. Isian Anda masih ada; masuk lagi untuk menyimpannya.";
    while (Date.now() - lastKey < STILL) await pause(STILL - (Date.now() - lastKey));
    show();
    await new Promise((resolve) => (entered = resolve));
  }

  function show() {
    for (const again of document.querySelectorAll("[data-enter-again]")) again.hidden = true;
    error.hidden = true;
    if (!dialog.open) dialog.showModal();
    entry.elements.password.focus();
  }

  // Closed without a password: the way back in stays beside the save line.
  dialog.addEventListener("close", async () => {
    await null; // who has entered waits no longer
    for (const again of document.querySelectorAll("[data-enter-again]")) again.hidden = !waiting;
  });
  dialog.querySelector("[data-entry-later]").addEventListener("click", () => dialog.close());

  entry.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      const sentence = await logIn();
      if (sentence) return complain(sentence);
      entry.elements.password.value = "";
      renewTokens();
      entered();
      dialog.close();
    } catch {
      complain("Tidak ada jaringan. Isian aman di halaman ini; coba lagi.");
    } finally {
      button.removeAttribute("aria-busy");
    }
  });

  async function logIn() {
    await ask(); // brings a token where the old one is gone
    const body = new FormData(entry);
    const answer = await fetch(entry.action, { method: "POST", body, headers: { "X-CSRFToken": queue.token() } });
    if (answer.ok) return "";
    const told = await answer.json().catch(() => ({}));
    return told.kalimat || "Belum bisa masuk. Coba lagi.";
  }

  async function ask() {
    const answer = await fetch(entry.action);
    return answer.ok ? answer.json() : { pengguna: "", nama: "" };
  }

  function complain(sentence) {
    error.querySelector("[data-words]").textContent = sentence;
    error.hidden = false;
    entry.elements.password.setAttribute("aria-invalid", "true");
    entry.elements.password.select();
  }

  // Django gives a new token at log-in; the forms of this page carry the old one.
  function renewTokens() {
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = queue.token();
  }
  document.addEventListener("submit", () => queue.token() && renewTokens(), { capture: true });

  // A fragment that would draw the log-in page into the form.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith(dialog.dataset.login)) return;
    event.detail.shouldSwap = false;
    queue.enter();
  });

  function pause(time) {
    return new Promise((resolve) => setTimeout(resolve, time));
  }
})();
