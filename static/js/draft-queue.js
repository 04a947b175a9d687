// Everything that writes to the proposal of the form #isian waits its turn here, so that no request is based on a
// version that another one is just changing. Load it before the scripts that use it (all of them `defer`).
//
//   const version = await draftQueue.run(async (version) => {
//     // Send with `versi` = version; the proposal exists: a new one was made into a draft first.
//     return answer.versi;  // the version after it; nothing when it did not change
//   });
//
// What a job throws comes out of `run` and stops only that job. Jobs are not repeated here: who sends again calls
// `run` again. The version stands in the hidden field `versi`, so that a plain submit of the form carries it too.
//
//   draftQueue.uuid           of the proposal, also before it exists
//   draftQueue.isNew          true until the server has it
//   draftQueue.token()        for the header X-CSRFToken; read it for each request, it changes at log-in
//   draftQueue.isEnded(answer)  whether a fetch with `redirect: "manual"` met an ended session (also: 403 without JSON)
//   await draftQueue.enter()  ask for the password in place; goes on once the same person is logged in again
//   draftQueue.begun(url)     the server has the draft: address of the page and of the form follow
//
// autosave.js sets `prepare` (runs before every job that is not its own) and relogin.js sets `enter`.
(() => {
  const form = document.getElementById("isian");
  if (!form) return;
  const field = form.elements.versi;
  let last = Promise.resolve();

  window.draftQueue = {
    form,
    uuid: form.elements.usulan.value,
    isNew: "new" in form.dataset,
    prepare: async () => {},
    enter: async () => {
      throw new Error("Sesi berakhir. Muat ulang halaman, lalu masuk lagi.");
    },
    get version() {
      return Number(field.value);
    },
    run(job, { prepared = false } = {}) {
      const turn = last.then(async () => {
        if (!prepared) await window.draftQueue.prepare();
        const version = await job(Number(field.value));
        if (Number.isInteger(version)) field.value = version;
        return Number(field.value);
      });
      last = turn.catch(() => {});
      return turn;
    },
    token() {
      const cookie = document.cookie.split("; ").find((entry) => entry.startsWith("csrftoken="));
      return cookie ? cookie.slice("csrftoken=".length) : "";
    },
    isEnded(answer) {
      const json = answer.headers.get("Content-Type")?.includes("json");
      return answer.type === "opaqueredirect" || (answer.status === 403 && !json);
    },
    begun(url) {
      window.draftQueue.isNew = false;
      form.action = url;
      history.replaceState(history.state, "", url);
    },
  };
})();
