// The percentage beside each weight and their sum while typing; the server decides.
// Reads form[data-weights] with inputs named bobot-…, fills [data-percent] and [data-sum] of [data-sum-box].
const form = document.querySelector("[data-weights]");
const SCALE = 100000; // five decimals, in whole numbers so that 0,1 + 0,2 is 0,3

if (form) {
  form.addEventListener("input", update);
  update();
}

function update() {
  let total = 0;
  for (const input of form.querySelectorAll("[name^=bobot-]")) {
    const share = read(input.value);
    input.parentElement.querySelector("[data-percent]").textContent = share === null ? "" : `${write(share / 1000)}%`;
    total += share ?? 0;
  }
  form.querySelector("[data-sum]").textContent = write(total / SCALE);
  form.querySelector("[data-sum-box]").classList.toggle("is-whole", total === SCALE);
}

function read(text) {
  const match = /^(\d{1,3})(?:[.,](\d+))?\s*(%?)$/.exec(text.trim());
  return match ? Math.round(Number(`${match[1]}.${match[2] ?? 0}`) * (match[3] ? SCALE / 100 : SCALE)) : null;
}

function write(number) {
  return String(Number(number.toFixed(5))).replace(".", ",");
}
