// The what-if studio answers while one slides. The server computes and says the exact weights; here the other sliders
// only follow roughly until it has answered. Without script the same form is sent with its button.
// [data-studio] the form · [data-weight] a criterion · [data-ceiling] a ceiling, with its rupiah in the run.
const PAUSE = 200; // ms without a move before it is sent
const form = document.querySelector("[data-studio]");

if (form) {
  const weights = [...form.querySelectorAll("[data-weight]")].map((row) => ({
    row,
    key: row.dataset.weight,
    range: row.querySelector("input[type=range]"),
    text: row.querySelector("input[type=text]"),
    lock: row.querySelector("input[type=checkbox]"),
  }));
  let settled = weights.map(({ text }) => read(text.value)); // as the server last said, in percent
  let waiting = 0;

  for (const weight of weights) {
    weight.range.hidden = false;
    weight.range.addEventListener("input", () => {
      share(weight, Number(weight.range.value));
      soon();
    });
    weight.text.addEventListener("change", () => {
      const typed = read(weight.text.value);
      if (Number.isFinite(typed)) share(weight, typed, weight.text.value);
    });
  }
  for (const ceiling of form.querySelectorAll("[data-ceiling]")) listen(ceiling);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reload]")) return location.assign(`${form.action}?perhitungan=${event.target.value}`);
    if (event.target.id === "metode") showPlaces();
    if (!event.target.matches("input[type=range]")) send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target?.id === "hasil" && settle(event.detail.target));

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  }

  function send() {
    clearTimeout(waiting);
    htmx.trigger(form, "ubah");
  }

  // The moved weight and the locked ones stay, the others share the rest as they stood.
  function share(moved, percent, typed) {
    const held = weights.reduce((sum, { lock }, number) => sum + (lock.checked && weights[number] !== moved ? settled[number] : 0), 0);
    const most = Math.max(0, 100 - held);
    const free = (weight) => weight !== moved && !weight.lock.checked;
    const total = weights.reduce((sum, weight, number) => sum + (free(weight) ? settled[number] : 0), 0);
    const others = weights.filter(free).length;
    const own = typed === undefined ? Math.min(percent, others ? most : percent) : percent;
    form.querySelector("[data-moved]").value = moved.key;
    weights.forEach((weight, number) => {
      if (weight === moved) return show(weight, own, typed);
      if (free(weight)) show(weight, Math.max(0, most - own) * (total ? settled[number] / total : 1 / others));
    });
  }

  // What the server took: exact weights, or which fields it could not read.
  function settle(result) {
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const link of result.querySelectorAll("[data-field]")) document.getElementById(link.dataset.field)?.setAttribute("aria-invalid", "true");
    const said = result.querySelector("[data-weights]")?.dataset.weights;
    if (!said) return;
    const used = new Map(said.split(";").map((pair) => pair.split("=")));
    for (const weight of weights) show(weight, read(used.get(weight.text.name)), used.get(weight.text.name));
    settled = weights.map(({ text }) => read(text.value));
    form.querySelector("[data-moved]").value = "";
  }

  function showPlaces() {
    form.querySelector("[data-only-saw]").hidden = form.querySelector("#metode").value !== "saw";
  }

  function listen(row) {
    const slide = row.querySelector(".ceiling-slide"), text = row.querySelector("input[type=text]"), was = Number(row.dataset.ceiling);
    text.addEventListener("change", () => {
      const percent = Math.round((100 * Number(text.value.replace(/\D/g, ""))) / was);
      if (slide) draw(percent);
      note(row, text.value.replace(/\D/g, ""), was, (amount) => `Rp\u00a0${amount.toLocaleString("id-ID")}`);
    });
    if (!slide) return;
    const range = slide.querySelector("input");
    slide.hidden = false;
    range.addEventListener("input", () => {
      const amount = range.value === "100" ? was : Math.round((was * range.value) / 1e5) * 1000; // whole thousands
      text.value = amount.toLocaleString("id-ID");
      draw(range.value);
      note(row, amount, was, (value) => `Rp\u00a0${value.toLocaleString("id-ID")}`);
      soon();
    });

    function draw(percent) {
      range.value = percent;
      fill(slide, percent / 2);
      slide.querySelector("output").textContent = `${percent} %`;
    }
  }
}

function show(weight, percent, written) {
  weight.range.value = percent;
  fill(weight.row, percent);
  weight.text.value = written ?? (Math.round(percent * 1000) / 1000).toString().replace(".", ",");
  note(weight.row, percent, read(weight.text.dataset.was), (value) => value.toString().replace(".", ","));
}

function fill(row, percent) {
  row.querySelector(".slider-now").setAttribute("width", `${Math.min(100, Math.max(0, percent))}%`);
}

function note(row, now, was, write) {
  const change = Number(now) - was;
  row.querySelector("[data-note]").textContent = Math.abs(change) < 0.0005 ? "" : `${change > 0 ? "naik" : "turun"} dari ${write(was)}`;
}

function read(text) {
  return Number(text.replace("%", "").trim().replace(",", "."));
}
