// What the server has not confirmed yet stays on this device: window.draftCopy. One entry of localStorage for each open
// page, named by person, proposal and step, so that neither another person nor another window ever reads or erases it.
//   {at, version, cycle, title, url, post, sent, fields: {name: [label, text, text it started from]}}
// An entry whose page is no longer open (nobody answers for it on the channel) is left over from a crash.
(() => {
  const form = document.getElementById("isian");
  if (!form?.dataset.autosave) return;
  const PREFIX = "eplanning-isian|";
  const KEPT = 30 * 24 * 3600 * 1000;
  const PATIENCE = 300;
  const own = `${PREFIX}${form.elements.pengisi.value}|`;
  const here = `${own}${form.elements.usulan.value}|${form.dataset.step}|`;
  const key = `${here}${Math.random().toString(36).slice(2)}`;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("eplanning-isian") : null;
  let answered = null;

  channel?.addEventListener("message", ({ data }) => {
    if (data.ask) channel.postMessage({ alive: key });
    if (data.alive) answered?.add(data.alive);
  });

  window.draftCopy = {
    // Whether it is safe on this device now.
    write(entry) {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...entry }));
        return true;
      } catch {
        return false; // full, or switched off
      }
    },
    erase(name = key) {
      try {
        localStorage.removeItem(name);
      } catch {
        // there was nothing
      }
    },
    // {here: [[key, entry], …] of this step, elsewhere: …}, those of pages that are no longer open; oldest first.
    async findLeft() {
      answered = new Set();
      channel?.postMessage({ ask: true });
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      const left = readAll().filter(([name]) => name.startsWith(own) && name !== key && !answered.has(name));
      return {
        here: left.filter(([name]) => name.startsWith(here)),
        elsewhere: left.filter(([name]) => !name.startsWith(here)),
      };
    },
  };

  for (const [name, entry] of readAll()) if (Date.now() - entry.at > KEPT) window.draftCopy.erase(name);

  function readAll() {
    const found = [];
    try {
      for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
        try {
          found.push([name, JSON.parse(localStorage.getItem(name))]);
        } catch {
          localStorage.removeItem(name);
        }
      }
    } catch {
      // switched off
    }
    return found.sort(([, one], [, other]) => one.at - other.at);
  }
})();
