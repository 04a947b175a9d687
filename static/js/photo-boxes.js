// Photos of the place: each is shown, made smaller and sent at once; what could not be sent stays in its box on this
// device and can be sent again. Uses photo-shrink.js, -place.js, -keep.js, -send.js and draft-queue.js.
(() => {
  const field = document.querySelector("[data-photos]");
  if (!field || !window.draftQueue || !window.photoSend) return;
  const MOST = 3, SURE = 5000; // photos; milliseconds in which "Hapus" wants its second press
  const KINDS = { "image/jpeg": true, "image/png": true, "image/webp": true };
  const url = field.dataset.photos, proposal = window.draftQueue.uuid;
  const find = (name, from = field) => from.querySelector(`[data-${name}]`);
  const list = field.querySelector("ul"), add = find("photo-add"), form = window.draftQueue.form;
  const input = document.getElementById("id_foto"), camera = find("photo-camera");
  let boxes = []; // photos that the server has not confirmed
  let last = Promise.resolve(); // one after the other: an old phone holds one large picture at a time
  let leaving = false;

  camera.hidden = !matchMedia("(pointer: coarse)").matches;
  for (const source of [input, camera.querySelector("input")]) {
    source.addEventListener("change", () => {
      const files = [...source.files];
      source.value = ""; // they travel by themselves
      take(files);
    });
  }
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-turn], [data-remove]");
    const stored = button?.closest("[data-photo]");
    if (!stored) return;
    if ("turn" in button.dataset) turnStored(stored);
    else remove(stored, button);
  });
  window.addEventListener("online", () => boxes.filter((box) => box.failed).forEach(send));
  window.addEventListener("beforeunload", (event) => boxes.length && !leaving && event.preventDefault());
  document.addEventListener("submit", carry);
  arrange();
  window.photoKeep.list(proposal).then((left) => left.forEach(({ id, file }) => open(file, { kept: id })));

  function take(files) {
    complain("");
    for (const file of files) {
      const unfit = refuse(file);
      if (unfit) complain(unfit);
      else open(file);
    }
  }

  function refuse(file) {
    if (count() >= MOST) return `Paling banyak ${MOST} foto. Hapus satu lebih dulu, lalu tambahkan lagi.`;
    if (/hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name))
      return `Foto “${file.name}” berformat HEIC, yang belum bisa dibuka di semua komputer. Ubah setelan kamera ke JPEG (paling kompatibel), lalu potret lagi.`;
    if (!KINDS[file.type]) return `“${file.name}” bukan foto JPG, PNG, atau WebP. Pilih berkas lain.`;
    return "";
  }

  function open(file, { replaces = null, turns = 0, kept = null } = {}) {
    const element = find("photo-template").content.firstElementChild.cloneNode(true);
    const box = { file, turns, replaces, kept, element, sending: null, failed: false };
    boxes.push(box);
    (replaces ?? add).before(element);
    find("turn", element).addEventListener("click", () => restart(box, 1));
    find("again", element).addEventListener("click", () => send(box));
    find("drop", element).addEventListener("click", () => drop(box));
    arrange();
    if (!replaces) offerPlace(box);
    last = last.then(() => boxes.includes(box) && restart(box, 0)).catch(() => {});
  }

  async function offerPlace(box) {
    const place = await window.photoPlace(box.file);
    if (place) document.dispatchEvent(new CustomEvent("photo:place", { detail: { number: number(box), ...place } }));
  }

  // Drawn anew, turned once more, and sent; what was on its way is of no use any more.
  async function restart(box, more) {
    box.turns += more;
    const { turns } = box;
    box.sending?.abort();
    box.sending = null;
    // What was kept is already small: drawn once more it would be another photo.
    box.ready = box.kept && !turns ? box.file : await window.photoShrink(box.file, turns);
    if (!boxes.includes(box) || turns !== box.turns) return;
    preview(box);
    if (!box.replaces) box.kept = await window.photoKeep.put(proposal, box.ready, box.kept);
    await send(box);
  }

  async function send(box) {
    const progress = box.element.querySelector("progress");
    progress.removeAttribute("value");
    show(box, { isSending: true });
    const sending = window.photoSend(url, { file: box.ready, remove: box.replaces?.dataset.photo }, (percent) => {
      if (percent < 100) progress.value = percent;
      else progress.removeAttribute("value"); // the server looks at it
    });
    box.sending = sending;
    try {
      const told = await sending;
      if (box.sending !== sending) return;
      const name = number(box);
      close(box);
      redraw(told.foto);
      say(`Foto ${name} terkirim.`);
    } catch (fault) {
      if (box.sending !== sending) return;
      if (fault.unfit) {
        complain(`Foto ${number(box)} tidak diterima. ${fault.sentence}`);
        drop(box);
        if (fault.answer?.foto) redraw(fault.answer.foto);
        return;
      }
      box.sending = null;
      show(box, { why: fault.sentence ?? fault.message });
      say(`Foto ${number(box)} belum terkirim. ${fault.sentence ?? fault.message}`);
    }
  }

  function show(box, { isSending = false, why = "" }) {
    box.failed = Boolean(why);
    box.element.classList.toggle("photo-box-late", box.failed);
    box.element.querySelector("progress").hidden = !isSending;
    find("late", box.element).hidden = find("again", box.element).hidden = !box.failed;
    Object.assign(find("why", box.element), { hidden: !why, textContent: why });
  }

  function preview(box) {
    const picture = box.element.querySelector("img");
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(box.ready);
    picture.hidden = false;
    find("size", box.element).textContent = saySize(box.ready.size);
  }

  function close(box) {
    boxes = boxes.filter((other) => other !== box);
    window.photoKeep.remove(box.kept);
    URL.revokeObjectURL(box.element.querySelector("img").src);
    const hadFocus = box.element.contains(document.activeElement);
    box.element.remove();
    if (hadFocus) (add.hidden ? field.querySelector("[data-photo] button") : input)?.focus();
  }

  function drop(box) {
    box.sending?.abort();
    box.sending = null;
    if (box.replaces) box.replaces.hidden = false;
    close(box);
    arrange();
  }

  async function turnStored(stored) {
    try {
      const answer = await fetch(find("whole", stored).dataset.whole);
      if (!answer.ok) throw new Error(answer.status);
      const data = await answer.blob();
      stored.hidden = true;
      open(new File([data], "foto.jpg", { type: data.type }), { replaces: stored, turns: 1 });
    } catch {
      complain("Foto belum bisa diputar karena jaringan terputus. Coba lagi.");
    }
  }

  async function remove(stored, button) {
    if (!("sure" in button.dataset)) {
      const words = button.innerHTML;
      button.dataset.sure = "";
      button.firstChild.textContent = "Tekan lagi untuk menghapus";
      setTimeout(() => {
        delete button.dataset.sure;
        button.innerHTML = words;
      }, SURE);
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      const told = await window.photoSend(url, { remove: stored.dataset.photo });
      redraw(told.foto);
      say("Foto dihapus.");
      (add.hidden ? field.querySelector("[data-photo] button") : input)?.focus();
    } catch (fault) {
      button.removeAttribute("aria-busy");
      complain(fault.sentence ?? fault.message);
    }
  }

  // The stored photos as the server has them now; those being replaced stay behind their new picture.
  function redraw(html) {
    const fresh = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelectorAll("li");
    list.querySelectorAll("[data-photo]").forEach((stored) => stored.remove());
    list.prepend(...fresh);
    for (const box of boxes.filter(({ replaces }) => replaces)) {
      const same = [...fresh].find((stored) => stored.dataset.photo === box.replaces.dataset.photo);
      if (same) {
        same.hidden = true;
        same.before(box.element);
      }
      box.replaces = same ?? null;
    }
    arrange();
  }

  function arrange() {
    for (const box of boxes) {
      find("number", box.element).textContent = `Foto ${number(box)}`;
      box.element.querySelector("img").alt = `Foto ${number(box)}, belum terkirim`;
    }
    const there = count();
    add.hidden = there >= MOST;
    find("photo-next").textContent = there ? `Tambah foto ${there + 1}` : "Tambah foto lokasi";
    find("photo-optional").hidden = !there;
  }

  function count() {
    return list.querySelectorAll("[data-photo]:not([hidden]), [data-unsent]").length;
  }

  function number(box) {
    return [...list.querySelectorAll("[data-photo]:not([hidden]), [data-unsent]")].indexOf(box.element) + 1;
  }

  // Whatever is not confirmed goes with the form, which takes a photo that is already there only once.
  function carry(event) {
    if (event.defaultPrevented) return;
    leaving = true;
    setTimeout(() => (leaving = false), 10000);
    const files = new DataTransfer();
    for (const box of boxes.filter(({ replaces, ready }) => ready && !replaces)) {
      box.sending?.abort();
      files.items.add(box.ready);
    }
    if (files.items.length) input.files = files.files;
  }

  function complain(sentence) {
    const place = find("photo-wrong");
    place.lastElementChild.textContent = sentence;
    place.hidden = !sentence;
  }

  function say(sentence) {
    find("photo-said").textContent = sentence;
  }

  function saySize(bytes) {
    const kilo = bytes / 1024;
    return kilo < 1000 ? `${Math.max(1, Math.round(kilo))} KB` : `${(kilo / 1024).toFixed(1).replace(".", ",")} MB`;
  }
})();
