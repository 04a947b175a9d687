// "Pakai lokasi saya": where the device is goes into the fields, with how exact it is or why it is not known. A photo
// that knows where it was taken ("photo:place" with number, latitude, longitude) offers that too. See place-fields.js.
(() => {
  const box = document.querySelector("[data-locate]");
  if (!box) return;
  const words = box.querySelector("[data-locate-words]");
  const fromPhoto = box.querySelector("[data-photo-place]");
  const COARSE = 100; // metres
  const REASONS = {
    1: "Lokasi tidak diizinkan. Izinkan lokasi untuk situs ini di pengaturan peramban, atau ketuk peta.",
    2: "Perangkat ini belum tahu letaknya. Nyalakan GPS, lalu coba lagi di tempat terbuka.",
    3: "Lokasi belum didapat dalam 20 detik. Coba lagi di tempat terbuka, atau ketuk peta.",
  };
  const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 5 });
  let photo = null;

  box.hidden = false;
  box.querySelector("[data-locate-here]").addEventListener("click", () => {
    if (!window.isSecureContext || !navigator.geolocation) {
      words.textContent = "Peramban hanya memberi lokasi di alamat yang diawali https. Ketuk peta, atau ketik koordinatnya.";
      return;
    }
    words.textContent = "Mencari lokasi…";
    navigator.geolocation.getCurrentPosition(take, explain, { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
  });
  fromPhoto.addEventListener("click", () => {
    set(photo);
    words.textContent = `Titik diambil dari foto ${photo.number}.`;
  });
  document.addEventListener("photo:place", ({ detail }) => {
    photo = detail;
    const place = [photo.latitude, photo.longitude].map((degrees) => number.format(degrees).replace("-", "−")).join("; ");
    fromPhoto.querySelector("span").textContent = `Koordinat dari foto ${photo.number} (${place})`;
    fromPhoto.hidden = false;
  });

  function take({ coords }) {
    set(coords);
    const about = `sekitar ${number.format(Math.max(1, Math.round(coords.accuracy)))} m`;
    words.textContent =
      coords.accuracy > COARSE
        ? `Ketelitian hanya ${about}. Geser titiknya ke tempat yang benar.`
        : `Ketelitian ${about}.`;
  }

  function explain({ code }) {
    words.textContent = REASONS[code] ?? REASONS[2];
  }

  function set({ latitude, longitude }) {
    document.dispatchEvent(new CustomEvent("place:set", { detail: { latitude, longitude } }));
  }
})();
