// Judgements in pairs: which side of a pair is the more important one, and the pair that hurts consistency most.
// Reads form[data-ahp], its selects inside [data-side], and [data-worst] of the result that htmx swaps in.
const form = document.querySelector("[data-ahp]");

if (form) {
  form.addEventListener("change", (event) => {
    const pair = event.target.closest("[data-side]");
    if (pair) pair.dataset.side = side(event.target.value);
  });
  document.addEventListener("htmx:afterSwap", mark);
}

function side(value) {
  if (value === "1") return "";
  return value.includes("/") ? "second" : "first";
}

function mark() {
  const worst = form.querySelector("[data-worst]")?.dataset.worst;
  for (const pair of form.querySelectorAll("[data-side]")) pair.classList.toggle("pair-worst", pair.id === worst);
}
