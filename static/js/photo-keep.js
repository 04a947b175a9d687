// photoKeep: photos that the server does not have yet stay on this device (IndexedDB), also when the page is gone: a
// phone short of memory ends the browser while its camera is open. Nothing here ever fails; at worst nothing is kept.
window.photoKeep = (() => {
  const STORE = "foto", DAYS = 7;
  const opened = new Promise((done) => {
    const request = window.indexedDB?.open("usulan-foto", 1);
    if (!request) return done(null);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => done(request.result);
    request.onerror = () => done(null);
  }).catch(() => null);

  async function ask(mode, work) {
    const base = await opened;
    if (!base) return null;
    return new Promise((done) => {
      const change = base.transaction(STORE, mode);
      const request = work(change.objectStore(STORE));
      change.oncomplete = () => done(request.result);
      change.onerror = change.onabort = () => done(null);
    }).catch(() => null);
  }

  return {
    // The number under which the file is kept; null when it is not.
    put: (proposal, file, id = null) => ask("readwrite", (store) => store.put({ ...(id && { id }), proposal, file, at: Date.now() })),
    remove: (id) => id && ask("readwrite", (store) => store.delete(id)),
    // [{id, file}] of one proposal, the oldest first; what nobody came back for within a week goes.
    async list(proposal) {
      const all = (await ask("readonly", (store) => store.getAll())) ?? [];
      const isOld = ({ at }) => Date.now() - at > DAYS * 86400000;
      all.filter(isOld).forEach(({ id }) => this.remove(id));
      return all.filter((entry) => entry.proposal === proposal && !isOld(entry));
    },
  };
})();
