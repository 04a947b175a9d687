// Rupiah fields (data-rupiah) get their dots while typing. A box with data-budget="id_volume id_unit_price"
// shows volume × price, rounded half up; the server computes what counts and spells it.
for (const input of document.querySelectorAll("[data-rupiah]")) {
  input.addEventListener("input", () => format(input));
}
for (const box of document.querySelectorAll("[data-budget]")) {
  const [volume, price] = box.dataset.budget.split(" ").map((id) => document.getElementById(id));
  if (!volume || !price) continue;
  const show = () => {
    const sum = multiply(volume.value, price.value);
    if (sum !== null) box.textContent = `Rp\u00a0${group(sum.toString())}`;
  };
  volume.addEventListener("input", show);
  price.addEventListener("input", show);
}

function format(input) {
  if (!/^[\d.]*$/.test(input.value)) return;
  const digitsAfter = input.value.slice(input.selectionStart).replace(/\D/g, "").length;
  input.value = group(input.value.replace(/\D/g, ""));
  let caret = input.value.length;
  for (let seen = 0; caret > 0 && seen < digitsAfter; caret--) if (/\d/.test(input.value[caret - 1])) seen++;
  input.setSelectionRange(caret, caret);
}

function group(digits) {
  return digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
}

// Exact: thousandths of the volume times whole rupiah, as integers.
function multiply(volume, price) {
  const parts = /^(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d{1,3}))?$/.exec(volume.trim());
  const digits = price.replace(/\D/g, "");
  if (!parts || !digits) return null;
  const thousandths = BigInt(parts[1].replace(/\./g, "") + (parts[2] || "").padEnd(3, "0"));
  return (thousandths * BigInt(digits) + 500n) / 1000n;
}
