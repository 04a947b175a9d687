// The provisional total of a marking sheet, between saves. The server computes what counts.
// Reads [data-criterion] (data-maximum, data-fixed, radios with data-points) and fills [data-live-total].
const bar = document.querySelector("[data-live-total]");
const NARROW = 4; // points whose part of the bar has no room for a number
const NS = "http://www.w3.org/2000/svg";

if (bar) {
  document.addEventListener("change", (event) => event.target.closest("[data-criterion]") && update(event.target));
}

function update(changed) {
  const criteria = [...document.querySelectorAll("[data-criterion]")].map(read);
  const open = criteria.filter((criterion) => criterion.points === null && !criterion.abstained);
  const reached = sum(criteria.map((criterion) => criterion.points ?? 0));
  const undecided = criteria.filter((criterion) => criterion.points === null); // an abstention leaves it to the others
  const highest = reached + sum(undecided.map((criterion) => criterion.maximum));
  const given = criteria.length - open.length;

  bar.querySelector("[data-total]").textContent = show(reached);
  bar.querySelector("[data-total-range]").textContent =
    `${given} dari ${criteria.length} kriteria terisi. ` +
    (undecided.length ? `Nilai akhir antara ${show(reached)} dan ${show(highest)}.` : "Semua kriteria terisi.");
  draw(criteria, changed.closest("[data-criterion]"));
  block(open);
}

function read(element) {
  const chosen = element.querySelector("input:checked");
  const fixed = element.dataset.fixed;
  const points = fixed !== undefined ? Number(fixed) : chosen && "points" in chosen.dataset ? Number(chosen.dataset.points) : null;
  const words = element.querySelector(".criterion-points");
  if (words && fixed === undefined) words.textContent = points === null ? "–" : show(points);
  return { element, points, number: element.dataset.number, maximum: Number(element.dataset.maximum), abstained: Boolean(chosen) && points === null };
}

function draw(criteria, here) {
  const rects = [], words = [];
  let x = 0;
  for (const { element, points, number } of criteria) {
    if (!points) continue;
    rects.push(make("rect", { class: element === here ? "fill-here" : "fill-given", x, width: points, height: 1 }));
    x += points;
    if (points < NARROW) continue;
    const word = make("text", { x: `${x - points / 2}%`, y: 16, "text-anchor": "middle" });
    word.textContent = number;
    words.push(word);
  }
  bar.querySelector("[data-total-bar]").replaceChildren(...rects);
  bar.querySelector("[data-total-words]").replaceChildren(...words);
}

function block(open) {
  const button = bar.querySelector("[data-finish]");
  const reason = bar.querySelector("[data-finish-reason]");
  if (open.length) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  const numbers = open.map((criterion) => criterion.number);
  const last = numbers.pop();
  reason.textContent = last ? `Isi dulu kriteria ${numbers.length ? `${numbers.join(", ")} dan ` : ""}${last}.` : "";
}

function make(name, attributes) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function show(number) {
  const text = number.toFixed(2);
  return (text.endsWith("0") ? text.slice(0, -1) : text).replace(".", ",");
}
