// Words on a Leaflet map, each on the side of its point where it covers nothing; one that finds no room is left out.
// mapWords(map) answers write(text, latlng, {className, sides}) in the order of importance, and arrange(pin).
window.mapWords = (map) => {
  const HEIGHT = 20, GAP = 8, DOT = 6; // pixels
  const SIDES = ["right", "left", "below", "above"];
  const words = [];

  function write(text, at, { className = "", sides = SIDES } = {}) {
    const span = Object.assign(document.createElement("span"), { textContent: text });
    const icon = L.divIcon({ className: `map-word ${className}`, html: span, iconSize: [0, 0] });
    const marker = L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
    const word = { span, marker, sides };
    words.push(word);
    return word;
  }

  function arrange(pin) {
    const { x: width, y: height } = map.getSize();
    const points = words.map(({ marker }) => map.latLngToContainerPoint(marker.getLatLng()));
    const taken = points.map(({ x, y }) => [x - DOT, y - DOT, x + DOT, y + DOT]);
    if (pin) {
      const { x, y } = map.latLngToContainerPoint(pin.getLatLng());
      taken.push([x - 14, y - 36, x + 14, y + 2]);
    }
    words.forEach(({ span, sides }, number) => {
      span.hidden = false;
      const long = span.offsetWidth, { x, y } = points[number];
      const seen = x > 0 && y > 0 && x < width && y < height;
      const side = seen && sides.find((name) => {
        const box = lay(points[number], long, name);
        const inside = box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2;
        return inside && !taken.some((other, owner) => owner !== number && meet(box, other));
      });
      span.hidden = !side;
      span.className = side ? `to-${side}` : "";
      if (side) taken.push(lay(points[number], long, side));
    });
  }

  function lay({ x, y }, long, side) {
    const left = { right: x + GAP, left: x - GAP - long }[side] ?? x - long / 2;
    const top = { above: y - GAP - HEIGHT, below: y + GAP }[side] ?? y - HEIGHT / 2;
    return [left, top, left + long, top + HEIGHT];
  }

  function meet(one, other) {
    return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  }

  return { write, arrange };
};
