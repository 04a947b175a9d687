// Going to another step by the rail first saves what was typed in form[data-steps]; the hidden button carries the step.
(() => {
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  let changed = false;

  form.addEventListener("input", () => (changed = true));
  for (const link of document.querySelectorAll(".steps a")) {
    link.addEventListener("click", (event) => {
      const blocked = form.querySelector('.btn-primary[aria-disabled="true"]');
      if (!changed || blocked || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = /\/isi\/([a-z]+)\/|langkah=([a-z]+)/.exec(link.getAttribute("href"));
      if (!step) return;
      event.preventDefault();
      const target = document.createElement("button");
      target.hidden = true;
      target.name = "ke";
      target.value = step[1] || step[2];
      form.append(target);
      form.requestSubmit(target);
    });
  }
})();
