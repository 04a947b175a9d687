// The two fields of the coordinates. What is typed or pasted is told to the map as "place:changed" ({latitude,
// longitude} or null); what arrives as "place:set" is written as if typed, so that saving and the server's sentence
// follow. Both together in one field, as map services copy them ("−6.15, 106.65"), are taken apart: at once when pasted,
// when the field is left when typed.
(() => {
  const fields = ["latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
  if (fields.includes(null)) return;
  const ONE = "[-−–]?\\d{1,3}(?:[.,]\\d{1,20})?";
  const POINT = "[-−–]?\\d{1,3}\\.\\d+";
  const PAIR = new RegExp(`^\\s*\\(?(?:(${ONE})\\s*(?:[;\\s]|,\\s)\\s*(${ONE})|(${POINT}),(${POINT}))\\)?\\s*$`);
  let writing = false;

  for (const field of fields) {
    field.addEventListener("paste", (event) => {
      const both = takeApart(event.clipboardData?.getData("text") ?? "");
      if (!both) return;
      event.preventDefault();
      write(...both);
    });
    field.addEventListener("input", () => writing || tell());
    field.addEventListener("change", () => {
      const both = !writing && takeApart(field.value);
      if (both) write(...both);
    });
  }
  document.addEventListener("place:set", ({ detail }) => write(show(detail.latitude), show(detail.longitude)));
  document.addEventListener("place:ask", tell);

  function takeApart(text) {
    const both = PAIR.exec(text);
    return both && [both[1] ?? both[3], both[2] ?? both[4]];
  }

  function write(...texts) {
    writing = true;
    fields.forEach((field, number) => (field.value = texts[number].trim()));
    for (const field of fields) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    writing = false;
    tell();
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("place:changed", { detail: read() }));
  }

  function read() {
    const texts = takeApart(fields[0].value) ?? takeApart(fields[1].value) ?? fields.map((field) => field.value);
    const [latitude, longitude] = texts.map((text) => Number(text.trim().replace(/[−–]/, "-").replace(",", ".") || NaN));
    const readable = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    return readable ? { latitude, longitude } : null;
  }

  function show(degrees) {
    return degrees.toFixed(6).replace(".", ",");
  }
})();
