// photoPlace(file): where a JPEG says that it was taken ({latitude, longitude} in degrees), or null. Only the head of
// the file is read, on this device; the server removes what a photo says about itself.
window.photoPlace = async (file) => {
  const HEAD = 128 * 1024, GPS = 0x8825;
  if (file.type !== "image/jpeg") return null;
  try {
    return readJpeg(new DataView(await file.slice(0, HEAD).arrayBuffer()));
  } catch {
    return null; // cut off or nonsense
  }

  function readJpeg(view) {
    if (view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint16(at);
      if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return readTiff(new DataView(view.buffer, at + 10));
      if (marker >> 8 !== 0xff || marker === 0xffda) return null;
    }
  }

  function readTiff(view) {
    const little = view.getUint16(0) === 0x4949;
    const short = (at) => view.getUint16(at, little), long = (at) => view.getUint32(at, little);
    const find = (directory, tag) => {
      for (let left = short(directory), at = directory + 2; left > 0; left--, at += 12) if (short(at) === tag) return at;
      return null;
    };
    const pointer = find(long(4), GPS);
    if (pointer === null) return null;
    const gps = long(pointer + 8);
    const degrees = (tag, negative) => {
      const sign = String.fromCharCode(view.getUint8(find(gps, tag - 1) + 8)) === negative ? -1 : 1;
      const at = long(find(gps, tag) + 8);
      const [whole, minutes, seconds] = [0, 8, 16].map((skip) => long(at + skip) / long(at + skip + 4));
      return sign * (whole + minutes / 60 + seconds / 3600);
    };
    if ([1, 2, 3, 4].some((tag) => find(gps, tag) === null)) return null;
    const [latitude, longitude] = [degrees(2, "S"), degrees(4, "W")];
    const known = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude || longitude);
    return known ? { latitude, longitude } : null;
  }
};
