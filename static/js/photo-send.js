// photoSend(url, {file, remove}, onProgress): one request to the server with progress. Resolves to what it answered.
// Rejects with an error that says in `sentence` why, in `unfit` that sending again is of no use, and in `answer` what
// the server said anyway. `abort()` of the promise stops it. A draft that is not yet there is made first, an ended
// session is entered again (draft-queue.js); the upload itself waits for nobody, so that a slow photo holds up no field.
window.photoSend = (url, { file, remove }, onProgress = () => {}) => {
  const queue = window.draftQueue;
  const TURNS = 3, QUIET = 60000; // milliseconds without any progress
  const BROKEN = "Jaringan terputus. Foto masih ada di perangkat ini.";
  let request = null, stopped = false;

  const promise = send();
  promise.abort = () => {
    stopped = true;
    request?.abort();
  };
  return promise;

  async function send() {
    if (queue.isNew) await queue.run(async () => {}).catch(() => {});
    if (queue.isNew) throw explain(BROKEN);
    for (let turn = 0; turn < TURNS; turn++) {
      const seen = queue.version;
      const { status, told } = await post(seen);
      if (told?.versi > seen) await queue.run(async (version) => Math.max(version, told.versi), { prepared: true });
      if (status === 200 && told) return told;
      const ended = !told && (status === 200 || status === 403); // the log-in page, or a token of an earlier log-in
      if (!ended && told?.kode !== "person") throw describe(status, told);
      await queue.enter();
    }
    throw explain("Belum bisa masuk lagi. Foto masih ada di perangkat ini.");
  }

  function post(seen) {
    const body = new FormData();
    for (const name of ["pengisi", "tahun"]) if (queue.form.elements[name]) body.append(name, queue.form.elements[name].value);
    body.append("versi", seen);
    if (remove) body.append("hapus", remove);
    if (file) body.append("foto", file, file.name);
    return new Promise((done, fail) => {
      let timer = 0;
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), QUIET);
      };
      request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("X-CSRFToken", queue.token());
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        wait();
        onProgress(Math.round((100 * loaded) / Math.max(total, 1)));
      });
      request.addEventListener("loadend", () => {
        clearTimeout(timer);
        if (!request.status) fail(explain(BROKEN, { stopped }));
        else done({ status: request.status, told: read(request) });
      });
      wait();
      request.send(body);
    });
  }

  function read({ responseText }) {
    try {
      return JSON.parse(responseText);
    } catch {
      return null;
    }
  }

  function describe(status, told) {
    const sentence = told?.kalimat ?? (status === 413 ? "Foto ini terlalu besar." : "Server belum menerima foto. Foto masih ada di perangkat ini.");
    return explain(sentence, { unfit: status === 422 || status === 413, answer: told });
  }

  function explain(sentence, about = {}) {
    return Object.assign(new Error(sentence), { sentence, unfit: false, stopped: false, answer: null }, about);
  }
};
