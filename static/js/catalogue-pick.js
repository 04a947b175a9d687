// A picked item of the catalogue (radio catalogue_item) fills the fields named by its data-… attributes where they
// are empty or still hold what the item before it filled; [data-without-item] shows only while none is picked.
const FILLED = ["unit", "unit_price", "price_basis", "kind", "target_agency"];
const without = document.querySelector("[data-without-item]");
let before = picked()?.dataset ?? {};

document.addEventListener("change", (event) => {
  if (event.target.name === "catalogue_item") pick(event.target);
});
document.addEventListener("input", (event) => {
  if (event.target.id === "id_unit") showUnit(event.target.value);
  if (event.target.id === "id_unit_price") offerPrice(event.target.value);
});
const useCatalogue = document.querySelector("[data-catalogue-price]");
useCatalogue?.addEventListener("click", (event) => {
  const price = picked()?.dataset.unit_price;
  event.preventDefault();
  if (price) put(document.getElementById("id_unit_price"), price);
});
document.querySelector("[data-catalogue-search]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
show();

function pick(radio) {
  for (const name of FILLED) {
    const field = document.getElementById(`id_${name}`);
    const isOurs = !field.value || field.value === (before[name] ?? null);
    if (isOurs && radio.dataset[name]) put(field, radio.dataset[name]);
  }
  before = { ...radio.dataset };
  showUnit(document.getElementById("id_unit").value);
  show();
  offerPrice(document.getElementById("id_unit_price").value);
}

function offerPrice(typed) {
  const price = picked()?.dataset.unit_price;
  useCatalogue.hidden = !price || typed === price;
  document.getElementById("id_unit_price_helptext").textContent =
    price && typed === price ? "Sama dengan kamus." : "Boleh diubah bila ada dasar harga lain.";
}

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show() {
  if (without) without.hidden = Boolean(picked()?.value);
}

function showUnit(unit) {
  const words = document.getElementById("id_volume")?.parentElement.querySelector("span");
  if (words) words.textContent = unit || "satuan";
}

function picked() {
  return document.querySelector('[name="catalogue_item"]:checked');
}
