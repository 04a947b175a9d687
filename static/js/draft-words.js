// What an open form says about its saving: window.draftWords. The save line, a sentence at a field, two versions of a
// field side by side, and notices above the fields. The pieces are drawn from the <template>s of frame.html.
(() => {
  const form = document.getElementById("isian");
  if (!form?.dataset.autosave) return;
  const notices = document.getElementById("kabar-simpan");

  window.draftWords = {
    // state: "" (saved), "busy" or "late"
    line(words, state = "") {
      for (const line of document.querySelectorAll("[data-save-line]")) {
        const text = line.querySelector("[data-save-words]");
        if (text.textContent !== words) text.textContent = words; // a screen reader hears only what is new
        line.className = state ? `autosave autosave-${state}` : "autosave";
      }
    },

    // One notice for each topic; null takes it away. buttons: [[label, act], …], links: [[label, url, discard], …]
    notice(topic, sentence, { buttons = [], links = [], lines = [] } = {}) {
      notices.querySelector(`[data-topic="${topic}"]`)?.remove();
      if (!sentence) return;
      const notice = draw("kabar", { sentence });
      notice.dataset.topic = topic;
      const list = notice.querySelector("ul");
      for (const line of lines) list.append(make("li", line));
      for (const [label, url, discard] of links) {
        const entry = make("li"), link = make("a", label), button = make("button", "Buang");
        link.href = url;
        button.type = "button";
        button.className = "btn-link";
        button.setAttribute("aria-label", `Buang isian ini: ${label}`);
        button.addEventListener("click", () => {
          discard();
          entry.remove();
          if (!list.children.length) notice.remove();
        });
        entry.append(link, " ", button);
        list.append(entry);
      }
      if (!list.children.length) list.remove();
      const actions = notice.querySelector(".actions");
      for (const [label, act] of buttons) actions.append(makeButton(label, act, "btn"));
      if (!buttons.length) actions.remove();
      notices.append(notice);
    },

    // The sentence at a field, or none.
    wrong(name, sentence) {
      const box = find(name);
      if (!box) return;
      const id = `id_${name}_error`;
      document.getElementById(id)?.remove();
      const control = first(name);
      const ids = (control.getAttribute("aria-describedby") || "").split(" ").filter((text) => text && text !== id);
      box.classList.toggle("field-bad", Boolean(sentence));
      control.toggleAttribute("aria-invalid", false);
      if (sentence) {
        const error = draw("salah", { sentence });
        error.id = id;
        ids.push(id);
        control.setAttribute("aria-invalid", "true");
        box.insertBefore(error, childAround(box, control));
      }
      if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
      else control.removeAttribute("aria-describedby");
    },

    // Both versions under the field; `choose` is told "mine" or "saved".
    question({ nama: name, label, isian: mine, tersimpan: saved }, choose) {
      this.settle(name);
      const box = find(name);
      if (!box) return;
      const both = draw("beda", { label, mine: mine || "(kosong)", saved: saved || "(kosong)" });
      both.dataset.question = name;
      for (const button of both.querySelectorAll("button")) {
        button.setAttribute("aria-label", `${label}: ${button.textContent.toLowerCase()}`);
        button.addEventListener("click", () => {
          this.settle(name);
          choose(button.value);
          first(name).focus();
        });
      }
      if (box.parentElement.matches(".field-row")) box.parentElement.after(both);
      else box.append(both);
    },
    settle(name) {
      form.querySelector(`[data-question="${name}"]`)?.remove();
    },
    // What is typed on in a field that is in question.
    retype(name, text) {
      const words = form.querySelector(`[data-question="${name}"] [data-words="mine"]`);
      if (words) words.textContent = text || "(kosong)";
    },
    showFirstQuestion() {
      const both = form.querySelector("[data-question]");
      both?.scrollIntoView({ block: "center" });
      both?.querySelector("button").focus({ preventScroll: true });
    },
  };

  function draw(name, words) {
    const piece = document.getElementById(`potongan-${name}`).content.firstElementChild.cloneNode(true);
    for (const place of piece.querySelectorAll("[data-words]")) place.textContent = words[place.dataset.words];
    return piece;
  }

  function first(name) {
    const found = form.elements[name];
    return found instanceof RadioNodeList ? [...found].find((radio) => radio.checked) || found[0] : found;
  }

  function find(name) {
    return first(name)?.closest(".field");
  }

  function childAround(box, element) {
    while (element.parentElement !== box) element = element.parentElement;
    return element;
  }

  function make(tag, text = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }

  function makeButton(label, act, look) {
    const button = make("button", label);
    button.type = "button";
    button.className = look;
    button.addEventListener("click", act);
    return button;
  }
})();
