// A form with data-order: its rows are moved by the grip (pointer), by Alt+↑ and Alt+↓, by their arrows or by typing a
// number, and numbers, sums and the line of the share follow at once. Nothing is saved before the form is sent; without
// this script the same arrows and numbers ask the server.
for (const form of document.querySelectorAll("[data-order]")) start(form);

function start(form) {
  const list = form.querySelector("[data-order-list]");
  const live = form.querySelector("[data-live]");
  const unsaved = form.querySelector("[data-unsaved]");
  const share = form.dataset.share === "" ? null : BigInt(form.dataset.share);
  const template = form.querySelector("template[data-cut]");
  const cut = list.querySelector("[data-cut-line]") || template?.content.querySelector("[data-cut-line]");
  if (!form.querySelector("[data-grip]")) return;
  list.classList.add("order-list-ready");
  for (const button of form.querySelectorAll("[data-plain]")) button.hidden = true;

  const rows = () => [...list.querySelectorAll(".order-row")];
  const numberOf = (row) => row.querySelector('input[name^="urutan-"]');

  function move(row, to) {
    const all = rows();
    const from = all.indexOf(row);
    const place = Math.max(0, Math.min(all.length - 1, to));
    if (place === from) return false;
    // The others pass the row, which stays in the document: so it keeps the focus and the pointer.
    for (let at = from - 1; at >= place; at--) row.after(all[at]);
    for (let at = from + 1; at <= place; at++) row.before(all[at]);
    settle();
    return true;
  }

  // Numbers, sums, marks and the line anew; what the server would answer.
  function settle() {
    let total = 0n;
    let over = 0;
    const all = rows();
    cut?.remove();
    all.forEach((row, index) => {
      numberOf(row).value = index + 1;
      const [up, down] = row.querySelectorAll(".batch-moves button");
      block(up, index === 0);
      block(down, index === all.length - 1);
      if (row.dataset.budget === "") return;
      total += BigInt(row.dataset.budget);
      row.querySelector("[data-sum]").textContent = rupiah(total);
      const isOver = share !== null && total > share;
      row.classList.toggle("order-over", isOver);
      const mark = row.querySelector("[data-mark]");
      if (mark) mark.hidden = !isOver;
      if (isOver && over++ === 0 && cut) row.before(cut);
    });
    const told = document.querySelector("[data-over]");
    if (told) told.textContent = over;
    unsaved.hidden = false;
  }

  function say(row) {
    const all = rows();
    const mark = row.classList.contains("order-over") ? ` ${form.dataset.overWords}.` : "";
    live.textContent = `${row.dataset.title} sekarang nomor ${all.indexOf(row) + 1} dari ${all.length}.${mark}`;
  }

  function step(row, by) {
    if (move(row, rows().indexOf(row) + by)) {
      say(row);
      row.scrollIntoView({ block: "nearest" });
    } else {
      live.textContent = by < 0 ? "Sudah paling atas." : "Sudah paling bawah.";
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest('.batch-moves button[name="naik"], .batch-moves button[name="turun"]');
    if (!button) return;
    event.preventDefault();
    step(button.closest(".order-row"), button.name === "naik" ? -1 : 1);
  });

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".order-row");
    if (!row) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(row, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && event.target === numberOf(row)) {
      event.preventDefault();
      typed(row);
    }
  });

  form.addEventListener("change", (event) => {
    const row = event.target.closest(".order-row");
    if (row && event.target === numberOf(row)) typed(row);
  });

  function typed(row) {
    const number = Number.parseInt(numberOf(row).value, 10);
    if (number > 0 && move(row, number - 1)) say(row);
    else settle();
  }

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button > 0) return;
    event.preventDefault();
    drag(grip.closest(".order-row"), grip, event.pointerId);
  });

  // The row follows the pointer by changing places; near the edge of the window the page scrolls along.
  function drag(row, grip, pointer) {
    const origin = rows().indexOf(row);
    let edge = 0;
    let y = 0;
    grip.setPointerCapture(pointer);
    row.classList.add("order-dragged");
    list.classList.add("order-list-moving");
    const timer = setInterval(() => {
      if (!edge) return;
      window.scrollBy(0, edge);
      follow();
    }, 16);

    function follow() {
      const all = rows().filter((other) => other !== row);
      const place = all.findIndex((other) => y < middle(other));
      move(row, place === -1 ? all.length : place);
    }
    function onMove(event) {
      y = event.clientY;
      edge = y < 60 ? -12 : y > window.innerHeight - 120 ? 12 : 0;
      follow();
    }
    function onEnd(event) {
      clearInterval(timer);
      grip.removeEventListener("pointermove", onMove);
      grip.removeEventListener("pointerup", onEnd);
      grip.removeEventListener("pointercancel", onEnd);
      row.classList.remove("order-dragged");
      list.classList.remove("order-list-moving");
      if (event.type === "pointercancel") move(row, origin);
      say(row);
    }
    grip.addEventListener("pointermove", onMove);
    grip.addEventListener("pointerup", onEnd);
    grip.addEventListener("pointercancel", onEnd);
  }
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}

function block(button, is) {
  if (is) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

function rupiah(amount) {
  return `Rp\u00a0${amount.toString().replace(/\B(?=(\d{3})+$)/g, ".")}`;
}
