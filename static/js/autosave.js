// Every change of the form #isian reaches the server by itself: 1.5 s after the last key, at the latest 4 s after the
// first, at once when a field, the step or the page is left. Until the server has confirmed it a copy stays on this
// device. What is sent names the fields that differ, each with the text that this page knows as saved, so that the
// server sees by itself what somebody else has changed meanwhile (proposals/entry/piecewise.py).
(() => {
  const queue = window.draftQueue, words = window.draftWords, copy = window.draftCopy;
  if (!queue?.form.dataset.autosave) return;
  const { form } = queue;
  const names = form.dataset.fields.split(" ").filter((name) => form.elements[name]);
  const PAUSE = 1500, LONGEST = 4000, PATIENCE = 20000, SLOW = 800, TURNS = 4;
  const WAITS = [2000, 4000, 8000, 15000, 30000];
  const saved = new Map(); // by field, the text that the server has; null when the page cannot know
  const sent = new Map(); // by field, a text that is on its way or whose answer was lost
  const asked = new Set(); // fields of which there are two versions
  const wrong = new Map(); // by field, [the sentence of the server, the text that it is about]
  let edits = 0, sentEdits = 0, firstEdit = 0, timer = 0, failures = 0, passing = false, isKept = true, time = form.dataset.savedAt;

  for (const name of names) saved.set(name, "typed" in form.dataset ? null : readDefault(form.elements[name]));
  queue.prepare = async () => {
    if (queue.isNew || sent.size) await post(queue.version);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", (event) => {
    note(event);
    schedule(0);
  });
  form.addEventListener("focusout", (event) => {
    const name = event.target.name;
    const [sentence, text] = wrong.get(name) ?? [];
    if (sentence && text === read(name)) words.wrong(name, sentence);
  });
  form.addEventListener("submit", pass);
  window.addEventListener("online", () => failures && schedule(0));
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("beforeunload", (event) => {
    if (!isKept && !passing && list().length) event.preventDefault();
  });
  // For draft-recover.js. left: fields of a copy from a crash, not yet decided
  window.draftSave = { names, left: {}, read, readSaved: (name) => saved.get(name), restore, keep, flush, isBehind: () => edits !== sentEdits };
  if ("typed" in form.dataset) keep();

  // Fields

  function read(name) {
    const field = form.elements[name];
    return field.type === "radio" && !field.checked ? "" : field.value.replace(/\r\n?/g, "\n");
  }

  function readDefault(field) {
    if (field instanceof RadioNodeList) return [...field].find((radio) => radio.defaultChecked)?.value ?? "";
    if (field.type === "radio") return field.defaultChecked ? field.value : "";
    if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
    return field.defaultValue.replace(/\r\n?/g, "\n");
  }

  function put(name, text) {
    const field = form.elements[name];
    if (read(name) === text) return;
    field.value = text;
    const element = field instanceof RadioNodeList ? [...field].find((radio) => radio.checked) : field;
    element?.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "put" }));
  }

  function list() {
    return names.filter((name) => read(name) !== saved.get(name));
  }

  // Noticing and keeping

  function note(event) {
    const name = event.target.name;
    if (!names.includes(name) || event.detail === "put") return;
    edits++;
    keep();
    if (asked.has(name)) words.retype(name, read(name));
    if (read(name) === saved.get(name) && wrong.delete(name)) words.wrong(name, "");
    firstEdit ||= Date.now();
    schedule(Math.min(PAUSE, firstEdit + LONGEST - Date.now()));
  }

  function keep(isSent = false) {
    const fields = { ...window.draftSave.left };
    for (const name of list()) fields[name] = [label(name), read(name), saved.get(name)];
    if (!Object.keys(fields).length) {
      copy.erase();
      isKept = true;
      return;
    }
    const url = queue.isNew ? form.dataset.url : location.pathname;
    const about = { title: title(), url, post: form.dataset.autosave, cycle: form.elements.tahun.value };
    isKept = copy.write({ ...about, version: queue.version, sent: isSent, fields });
  }

  function label(name) {
    const field = form.elements[name];
    const box = (field instanceof RadioNodeList ? field[0] : field).closest(".field");
    return box?.querySelector("legend, label")?.firstChild.textContent.trim() || name;
  }

  function title() {
    return (form.elements.title?.value || form.dataset.title || "Usulan baru").slice(0, 80);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, Math.max(0, failures && delay < WAITS[0] && delay ? WAITS[0] : delay));
  }

  // Sending

  // Whether the server could be reached.
  async function flush() {
    clearTimeout(timer);
    firstEdit = 0;
    try {
      await queue.run((version) => (edits !== sentEdits || sent.size ? post(version) : undefined), { prepared: true });
      return true;
    } catch (fault) {
      fail(fault);
      return false;
    }
  }

  function compose(version, fields) {
    const body = new FormData();
    for (const name of ["usulan", "pengisi", "tahun"]) body.append(name, form.elements[name].value);
    body.append("versi", version);
    for (const name of fields) {
      body.append(name, read(name));
      for (const text of new Set([saved.get(name), ...(sent.get(name) ?? [])])) {
        if (text !== null) body.append(`semula-${name}`, text);
      }
    }
    return body;
  }

  async function post(version) {
    const fields = list().filter((name) => !asked.has(name));
    const counted = edits;
    if (!fields.length && !queue.isNew) {
      sentEdits = counted;
      sent.clear();
      say();
      return undefined;
    }
    const texts = new Map(fields.map((name) => [name, read(name)]));
    const body = compose(version, fields);
    for (const [name, text] of texts) sent.set(name, [...(sent.get(name) ?? []), text].slice(-3));
    const told = await (await request(body)).json();
    sentEdits = counted;
    failures = 0;
    return accept(told, texts);
  }

  // Again and again while only the session stands in the way.
  async function request(body) {
    for (let turn = 0; turn < TURNS; turn++) {
      const slow = setTimeout(() => words.line("Menyimpan…", "busy"), SLOW);
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": queue.token() }, signal: AbortSignal.timeout?.(PATIENCE),
      }).finally(() => clearTimeout(slow));
      const ended = queue.isEnded(answer) || (answer.status === 409 && (await answer.clone().json()).kode === "person");
      if (ended) {
        await queue.enter();
        continue;
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error(`status ${answer.status}`);
      return answer;
    }
    throw new Error("the log-in does not hold");
  }

  function accept(told, texts) {
    const refused = told.salah ?? {};
    showWrong(refused);
    if (told.kalimat !== undefined) {
      sent.clear();
      words.notice("tolak", `${told.kalimat} Isian Anda masih ada di halaman ini.`);
      keep();
      say("Belum tersimpan");
      return undefined;
    }
    words.notice("tolak", null);
    words.notice("susulan", told.susulan || null);
    if (queue.isNew) queue.begun(told.alamat);
    const doubled = new Set(told.beda.map((difference) => difference.nama));
    for (const [name, text] of texts) if (!(name in refused) && !doubled.has(name)) saved.set(name, text);
    sent.clear();
    const news = follow(told.nilai, texts, doubled);
    for (const difference of told.beda) question(difference, told.nilai[difference.nama] ?? "");
    if (told.berita && (news || told.beda.length)) words.notice("berita", told.berita);
    time = told.tersimpan;
    keep();
    say();
    return told.versi;
  }

  // How the server reads what was sent, and what others have changed; never under a cursor that is typing.
  function follow(texts, mine, doubled) {
    let news = false;
    for (const [name, text] of Object.entries(texts)) {
      if (!names.includes(name) || doubled.has(name)) continue;
      const isMine = mine.has(name), untouched = read(name) === saved.get(name);
      if (!untouched || (isMine && form.elements[name] === document.activeElement)) continue;
      news ||= !isMine && text !== saved.get(name);
      saved.set(name, text);
      put(name, text);
    }
    return news;
  }

  // Every answer speaks of all that is not valid; nobody is interrupted in the field at hand.
  function showWrong(refused) {
    for (const name of names) {
      const sentence = refused[name] ?? "";
      if (sentence) wrong.set(name, [sentence, read(name)]);
      else wrong.delete(name);
      if (!sentence || form.elements[name] !== document.activeElement) words.wrong(name, sentence);
    }
  }

  function question(difference, savedText) {
    const name = difference.nama;
    asked.add(name);
    words.question(difference, (choice) => {
      asked.delete(name);
      saved.set(name, savedText);
      if (choice === "saved") put(name, savedText);
      words.notice("pilih", null);
      if (!asked.size) words.notice("berita", null);
      edits++;
      keep();
      flush();
    });
  }

  function say(sentence = "") {
    const open = list().length;
    if (sentence) words.line(sentence, "late");
    else if (asked.size) words.line(`Tersimpan ${time}, pilih ${asked.size} isian`, "late");
    else if (wrong.size && open) words.line(`Tersimpan ${time}, ${wrong.size} isian belum`, "late");
    else if (time) words.line(`Tersimpan ${time}`);
  }

  function fail(fault) {
    keep();
    const wait = WAITS[Math.min(failures++, WAITS.length - 1)];
    const noLine = !navigator.onLine || fault instanceof TypeError || fault.name === "TimeoutError";
    const safe = isKept ? "Isian aman di perangkat ini." : "Jangan tutup halaman ini.";
    words.line(noLine ? `Tidak ada jaringan. ${safe}` : isKept ? "Belum tersimpan, mencoba lagi" : `Belum tersimpan, mencoba lagi. ${safe}`, "late");
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  // Leaving

  // The page goes: what is not yet on its way follows without waiting for the answer.
  function leave() {
    if (passing || edits === sentEdits) return;
    const fields = list().filter((name) => !asked.has(name));
    if (!fields.length) return;
    keep(!Object.keys(window.draftSave.left).length); // what is not decided is offered again
    const headers = { "X-CSRFToken": queue.token() };
    const body = compose(queue.version, fields);
    fetch(form.dataset.autosave, { method: "POST", body, headers, redirect: "manual", keepalive: true }).catch(() => {});
    for (const name of fields) sent.set(name, [...(sent.get(name) ?? []), read(name)].slice(-3));
  }

  // A button of the form, or a step of the rail: first what was typed, then the plain submit, which checks everything.
  async function pass(event) {
    if (passing) return;
    event.preventDefault();
    const { submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    await new Promise((resolve) => setTimeout(resolve)); // a form does not submit while its submit event runs
    let reached = await flush();
    while (reached && edits !== sentEdits) reached = await flush();
    submitter?.removeAttribute("aria-busy");
    if (asked.size) {
      words.notice("pilih", "Pilih dulu isian mana yang dipakai, di bawah kotaknya.");
      words.showFirstQuestion();
      return;
    }
    words.notice("lanjut", reached ? null : "Belum bisa lanjut karena server belum terjangkau. Isian Anda masih ada; coba lagi sebentar lagi.");
    if (!reached) return;
    passing = true;
    form.requestSubmit(submitter);
    setTimeout(() => (passing = false), 0);
  }

  function restore(name, text, base) {
    put(name, text);
    if (base !== null) saved.set(name, base);
    edits++;
  }
})();
