// Chosen files are listed, with a picture and their size, before they are sent:
// <input type="file" data-preview="list-id"> and <ul id="list-id" class="file-list" aria-live="polite">.
for (const input of document.querySelectorAll('input[type="file"][data-preview]')) {
  const list = document.getElementById(input.dataset.preview);
  if (list) input.addEventListener("change", () => list.replaceChildren(...Array.from(input.files, describe)));
}

function describe(file) {
  const entry = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    entry.append(picture);
  }
  const size = (file.size / 1048576).toFixed(1).replace(".", ",");
  entry.append(`${file.name}, ${size} MB, belum dikirim`);
  return entry;
}
