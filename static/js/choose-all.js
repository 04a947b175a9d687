// A button with data-choose="pilih-" ticks every box whose name begins so; pressed again it clears them.
// Without script the same button asks the server to tick them.
for (const button of document.querySelectorAll("[data-choose]")) {
  const boxes = [...button.form.querySelectorAll(`input[type="checkbox"][name^="${button.dataset.choose}"]`)];
  const words = button.textContent;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    button.textContent = all ? words : "Kosongkan semua";
  });
}
