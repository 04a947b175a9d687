// Keys for experts on a page with data-keys: j and k follow the links marked data-key="next" and "previous"; 1–9 choose
// one of the boxes inside [data-choices] (and put the focus there, so that Tab leads into its fields);
// inside a criterion 1–5 give a mark, 0 abstains, ↑ ↓ move between criteria, C opens the note; Ctrl+Enter finishes.
// The switch data-keys-switch turns the letters and digits off and is remembered on this device.
const STORE = "eplanning-keys";
const keysSwitch = document.querySelector("[data-keys-switch]");

if (keysSwitch) {
  keysSwitch.checked = localStorage.getItem(STORE) !== "off";
  keysSwitch.addEventListener("change", () => localStorage.setItem(STORE, keysSwitch.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-keys]") || event.altKey || event.metaKey) return;
  const criterion = event.target.closest("[data-criterion]");
  if (event.ctrlKey) {
    if (event.key === "Enter") findFinish()?.click();
    return;
  }
  if (event.target.matches('textarea, select, input:not([type="radio"]):not([type="checkbox"])')) return;
  if (keysSwitch && !keysSwitch.checked) return;
  if (act(event.key, criterion, event.target)) event.preventDefault();
});

function act(key, criterion, target) {
  if (key === "j" || key === "k") {
    document.querySelector(`[data-key="${key === "j" ? "next" : "previous"}"]`)?.click();
    return true;
  }
  if (!criterion) return choose(key, target);
  if (/^[0-5]$/.test(key)) {
    const mark = criterion.querySelector(`input[type="radio"][value="${key}"]`);
    mark?.focus();
    mark?.click();
    return Boolean(mark);
  }
  if (key === "ArrowDown" || key === "ArrowUp") return move(criterion, key === "ArrowDown" ? 1 : -1);
  if (key === "c") {
    criterion.querySelector("[data-note], .criterion-foot a, textarea")?.focus();
    return true;
  }
  return false;
}

// Several panels may have a button to finish; the one that is seen belongs to what was chosen.
function findFinish() {
  return [...document.querySelectorAll("[data-finish]")].find((button) => button.checkVisibility?.() ?? true);
}

// A digit chooses the n-th decision, but among other radios (such as the levels of readiness) the one of that value.
function choose(key, target) {
  if (!/^[1-9]$/.test(key)) return false;
  const among = target.matches("input[type=radio]") && !target.closest("[data-choices]");
  const box = among
    ? target.form?.querySelector(`input[name="${CSS.escape(target.name)}"][value="${key}"]`)
    : document.querySelectorAll("[data-choices] input[type=radio]")[key - 1];
  if (!box) return false;
  box.focus();
  box.click();
  return true;
}

function move(criterion, step) {
  const marked = [...document.querySelectorAll("fieldset[data-criterion]")];
  const next = marked[marked.indexOf(criterion) + step];
  (next?.querySelector("input:checked") || next?.querySelector("input"))?.focus();
  return Boolean(next);
}
