// What a page left on this device, because it crashed or went before the server had answered, comes back: sent when it
// was already on its way, offered when it was not. Uses draft-copy.js, draft-words.js and autosave.js.
(() => {
  const queue = window.draftQueue, words = window.draftWords, copy = window.draftCopy, save = window.draftSave;
  if (!save) return;
  recover();

  async function recover() {
    const { here, elsewhere } = await copy.findLeft();
    for (const [key, entry] of here) {
      const fields = Object.entries(entry.fields).filter(([name, [, text]]) => save.names.includes(name) && save.read(name) !== text);
      copy.erase(key);
      if (entry.sent) fields.forEach(([name, [, text, base]]) => save.restore(name, text, base));
      else for (const [name, field] of fields) save.left[name] = field;
    }
    save.keep();
    if (Object.keys(save.left).length) offer();
    const waiting = [];
    for (const [key, entry] of elsewhere) if (!(entry.sent && (await resend(key, entry)))) waiting.push([key, entry]);
    const links = waiting.map(([key, entry]) => [`${entry.title} (${tell(entry.at)})`, entry.url, () => copy.erase(key)]);
    words.notice("lain", links.length ? "Di perangkat ini ada isian lain yang belum tersimpan:" : null, { links });
    if (save.isBehind()) save.flush();
  }

  // Was sent when its page went; saying it twice changes nothing.
  async function resend(key, entry) {
    const body = new FormData();
    const about = { pengisi: queue.form.elements.pengisi.value, tahun: entry.cycle, versi: entry.version };
    for (const [name, text] of Object.entries(about)) body.append(name, text);
    for (const [name, [, text, base]] of Object.entries(entry.fields)) {
      body.append(name, text);
      if (base !== null) body.append(`semula-${name}`, base);
    }
    try {
      const answer = await fetch(entry.post, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": queue.token() } });
      if (answer.ok) copy.erase(key);
      return answer.ok;
    } catch {
      return false;
    }
  }

  function offer() {
    const lines = Object.values(save.left).map(([label, text]) => `${label}: ${text || "(kosong)"}`);
    const answer = (use) => () => {
      const fields = Object.entries(save.left);
      save.left = {};
      words.notice("pulih", null);
      if (use) fields.forEach(([name, [, text]]) => save.restore(name, text, save.readSaved(name)));
      save.keep();
      if (use) save.flush();
    };
    const buttons = [["Pakai isian itu", answer(true)], ["Buang", answer(false)]];
    words.notice("pulih", "Ada isian di perangkat ini yang belum sempat tersimpan:", { lines, buttons });
  }

  function tell(at) {
    return new Date(at).toLocaleString("id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }
})();
