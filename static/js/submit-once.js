// A form is sent once: a second click waits, and a blocked button (aria-disabled) sends nothing.
// The server knows a repeated submit by itself; this only spares people the doubt.
const RELEASE_AFTER = 15000;

document.addEventListener("click", (event) => {
  const button = event.target.closest('[aria-disabled="true"]');
  if (button) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-many]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  event.submitter?.classList.add("is-sending");
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), RELEASE_AFTER);
});

// Coming back with the browser's back button shows the page as it was left.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll(".is-sending")) {
    button.classList.remove("is-sending");
    button.removeAttribute("aria-busy");
  }
}
