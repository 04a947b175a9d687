// Only the criterion at hand shows its written levels; a click or the keyboard brings another one to hand.
// Opened after the click has ended, so that nothing moves under the pointer.
document.addEventListener("click", (event) => activate(event.target.closest("fieldset[data-criterion]")));
document.addEventListener("focusin", (event) => {
  if (event.target.matches(":focus-visible")) activate(event.target.closest("fieldset[data-criterion]"));
});
document.addEventListener("change", (event) => {
  const criterion = event.target.closest("fieldset[data-criterion]");
  const words = criterion?.querySelector("[data-chosen]");
  if (words) words.textContent = event.target.closest(".level")?.querySelector(".level-text").textContent ?? "Tidak dinilai";
});

function activate(criterion) {
  if (!criterion) return;
  for (const other of document.querySelectorAll(".criterion-active")) other.classList.remove("criterion-active");
  criterion.classList.add("criterion-active");
}
