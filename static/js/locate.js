// "Pakai lokasi saya": the device's position goes into the fields for latitude and longitude.
const box = document.querySelector("[data-locate]");
const words = document.querySelector("[data-locate-words]");

if (box && navigator.geolocation) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    words.textContent = "Mencari lokasi…";
    navigator.geolocation.getCurrentPosition(fill, explain, { enableHighAccuracy: true, timeout: 20000 });
  });
}

function fill({ coords }) {
  put("id_latitude", coords.latitude);
  put("id_longitude", coords.longitude);
  words.textContent = `Ketelitian sekitar ${Math.round(coords.accuracy)} m.`;
}

function put(id, degrees) {
  const field = document.getElementById(id);
  field.value = degrees.toFixed(6).replace(".", ",");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function explain(problem) {
  words.textContent =
    problem.code === problem.PERMISSION_DENIED
      ? "Lokasi tidak diizinkan. Izinkan di pengaturan peramban, atau ketik koordinatnya."
      : "Lokasi belum didapat. Coba di tempat terbuka, atau ketik koordinatnya.";
}
