// Going to another step by the rail, or leaving by "Kembali" of the header, first saves what was typed in form[data-steps].
const form = document.querySelector("form[data-steps]");
let changed = false;

if (form) {
  form.addEventListener("input", () => (changed = true));
  for (const link of document.querySelectorAll(".steps a")) {
    link.addEventListener("click", (event) => {
      const blocked = form.querySelector('.btn-primary[aria-disabled="true"]');
      if (!changed || blocked || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = /\/isi\/([a-z]+)\/|langkah=([a-z]+)/.exec(link.getAttribute("href"));
      if (!step) return;
      event.preventDefault();
      const target = document.createElement("input");
      target.type = "hidden";
      target.name = "ke";
      target.value = step[1] || step[2];
      form.append(target);
      form.requestSubmit();
    });
  }
}
