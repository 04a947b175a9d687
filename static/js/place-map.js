// The map of the place: a pin by tap, by dragging and by the arrow keys. Leaflet is fetched only when the map comes
// into view; until then, and when it cannot be fetched, the server's sketch stays. Speaks with place-fields.js.
(() => {
  const frame = document.querySelector("[data-map-frame]");
  const data = document.getElementById("peta-data");
  if (!frame || !data || !("IntersectionObserver" in window)) return;
  const box = frame.querySelector("[data-map]");
  const pinHere = document.querySelector("[data-pin-here]");
  const { centre, neighbours, outline, tiles } = JSON.parse(data.textContent);
  const [name, ...middle] = centre;
  const RINGS = [500, 1000]; // metres
  const STEP = 10; // metres of one press of an arrow key, ten times as far with Shift
  const DEGREE = 111195; // metres of latitude
  const NEAR = 30000; // metres: the view does not follow a point that is farther away
  const ARROWS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  let map, words, pin;
  let own = false; // the change of the fields comes from here

  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    fetchLeaflet().then(start, () => {}); // without it the sketch does
  }, { rootMargin: "100px" }).observe(frame);

  function fetchLeaflet() {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: frame.dataset.leafletCss });
    const script = Object.assign(document.createElement("script"), { src: frame.dataset.leafletJs });
    const both = [style, script].map((element) => new Promise((done, fail) => {
      element.addEventListener("load", done);
      element.addEventListener("error", fail);
    }));
    document.head.append(style, script);
    return Promise.all(both);
  }

  function start() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const touch = matchMedia("(pointer: coarse)").matches;
    box.hidden = false;
    frame.classList.add("is-live");
    map = L.map(box, {
      attributionControl: Boolean(tiles.url), zoomControl: false, keyboard: false, scrollWheelZoom: false,
      dragging: !touch, // one finger scrolls the page, two move the map
      zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm,
      zoomSnap: tiles.url ? 1 : 0.5, minZoom: 10, maxZoom: 19,
    });
    L.control.zoom({ zoomInTitle: "Perbesar peta", zoomOutTitle: "Perkecil peta" }).addTo(map);
    if (tiles.url) drawTiles();
    words = mapWords(map);
    drawPlaces();
    map.on("click", ({ latlng }) => set(latlng));
    map.on("zoomend moveend resize", () => words.arrange(pin));
    document.addEventListener("place:changed", ({ detail }) => own || show(detail));
    pinHere.addEventListener("click", () => {
      set(map.getCenter());
      pin.getElement().focus();
    });
    pinHere.hidden = false;
    document.dispatchEvent(new Event("place:ask"));
    words.arrange(pin);
  }

  function drawTiles() {
    map.attributionControl.setPrefix(false);
    const { url, attribution } = tiles; // the tile's host learns which office asks, never which page
    L.tileLayer(url, { attribution, maxZoom: 19, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
  }

  function drawPlaces() {
    const still = { interactive: false };
    const south = (metres) => [middle[0] - metres / DEGREE, middle[1]];
    const shape = outline.map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [y, x])));
    const border = shape.length ? L.polygon(shape, { ...still, className: "outline" }) : null;
    const seen = border ? border.getBounds() : L.latLng(middle).toBounds(2.1 * RINGS.at(-1));
    map.fitBounds(seen, { padding: [12, 12], animate: false });
    for (const radius of [...RINGS].reverse()) {
      L.circle(middle, { ...still, radius, className: radius === RINGS[0] ? "ring ring-inner" : "ring" }).addTo(map);
    }
    border?.addTo(map);
    words.write(`Pusat ${name}`, middle, { className: "word-centre" });
    for (const metres of RINGS) {
      words.write(metres < 1000 ? `${metres} m` : `${metres / 1000} km`, south(metres), { sides: ["above"] });
    }
    for (const [other, ...at] of neighbours) {
      L.circleMarker(at, { ...still, radius: 4, className: "dot-near" }).addTo(map);
      words.write(other, at);
    }
    L.circleMarker(middle, { ...still, radius: 5.5, className: "dot-centre" }).addTo(map);
  }

  // Into the fields, as if typed; the fields tell it to nobody but the server then.
  function set({ lat, lng }) {
    own = true;
    document.dispatchEvent(new CustomEvent("place:set", { detail: { latitude: lat, longitude: lng } }));
    own = false;
    put([lat, lng]);
  }

  // From the fields: typed, pasted, from the device or from a photo.
  function show(place) {
    if (!place) {
      pin?.remove();
      pin = null;
      pinHere.hidden = false;
      return words.arrange(null);
    }
    const at = [place.latitude, place.longitude];
    put(at);
    const far = map.distance(at, middle) > NEAR;
    if (!far && !map.getBounds().pad(-0.1).contains(at)) map.fitBounds(L.latLngBounds([at, middle]).pad(0.2), { maxZoom: map.getZoom() });
  }

  function put(at) {
    if (pin) pin.setLatLng(at);
    else addPin(at);
    pinHere.hidden = true;
    words.arrange(pin);
  }

  function addPin(at) {
    const icon = L.divIcon({ className: "map-pin", html: drawPin(), iconSize: [44, 48], iconAnchor: [22, 46] });
    pin = L.marker(at, { icon, draggable: true, autoPan: true, zIndexOffset: 1000 }).addTo(map);
    const element = pin.getElement();
    element.setAttribute("aria-label", "Titik usulan. Tombol panah menggesernya 10 meter, dengan Shift 100 meter.");
    element.addEventListener("keydown", move);
    pin.on("dragend", () => set(pin.getLatLng()));
  }

  function move(event) {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { lat, lng } = pin.getLatLng();
    const degrees = (STEP * (event.shiftKey ? 10 : 1)) / DEGREE;
    set({ lat: lat + way[0] * degrees, lng: lng + (way[1] * degrees) / Math.cos((lat * Math.PI) / 180) });
    map.panInside(pin.getLatLng(), { padding: [48, 56], animate: false });
  }

  function drawPin() {
    const NS = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "-22 -46 44 48");
    svg.setAttribute("aria-hidden", "true");
    for (const [shape, attributes] of [
      ["path", { class: "pin", d: "M0 0C-4-9-12-14-12-22A12 12 0 0 1 12-22C12-14 4-9 0 0Z" }],
      ["circle", { class: "pin-eye", cx: 0, cy: -22, r: 4.5 }],
    ]) {
      const element = document.createElementNS(NS, shape);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      svg.append(element);
    }
    return svg;
  }
})();
