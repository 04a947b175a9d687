// A box for a code inside [data-code-pick] becomes a combobox: htmx fills the list below it while one types, arrows
// move in it, Enter takes what is marked, Escape closes. Without this script the code is typed, or taken from the
// page of the tree.
document.addEventListener("focusin", (event) => {
  const pick = pickOf(event.target);
  if (pick) begin(pick);
});
document.addEventListener("focusout", (event) => {
  const pick = pickOf(event.target);
  if (pick) close(pick);
});
document.addEventListener("keydown", (event) => {
  const pick = pickOf(event.target);
  if (pick && handle(pick, event.key)) {
    event.preventDefault();
    event.stopPropagation();
  }
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".code-option");
  if (!option) return;
  event.preventDefault(); // the box keeps the focus
  take(pickOf(option.closest("[data-code-pick]").querySelector("input")), option);
});
document.addEventListener("htmx:afterSwap", (event) => {
  const box = event.target.closest?.("[data-code-pick]")?.querySelector("input");
  if (box && box === document.activeElement) open(pickOf(box));
});

function pickOf(box) {
  const frame = box.matches?.("input") && box.closest("[data-code-pick]");
  return frame && { box, list: frame.querySelector("[role=listbox]") };
}

function begin({ box, list }) {
  if (box.getAttribute("role") !== "combobox") {
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      box.setAttribute(name, value);
    }
  }
  box.select();
}

function open({ box, list }) {
  list.hidden = false;
  list.scrollTop = 0;
  box.setAttribute("aria-expanded", "true");
  box.removeAttribute("aria-activedescendant");
}

function close({ box, list }) {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function handle({ box, list }, key) {
  const options = [...list.querySelectorAll(".code-option")];
  const marked = list.querySelector("[aria-selected=true]");
  if (key === "ArrowDown" || key === "ArrowUp") {
    if (list.hidden) open({ box, list });
    const at = options.indexOf(marked) + (key === "ArrowDown" ? 1 : -1);
    mark(box, options, options[Math.max(0, Math.min(at, options.length - 1))]);
    return options.length > 0;
  }
  if (list.hidden) return false;
  if (key === "Enter" && marked) {
    take({ box, list }, marked);
    return true;
  }
  if (key === "Escape") {
    close({ box, list });
    return true;
  }
  return false;
}

function mark(box, options, chosen) {
  for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
  if (!chosen) return;
  box.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function take({ box, list }, option) {
  box.value = option.dataset.code;
  close({ box, list });
}
