// photoShrink(file, turns) draws a photo anew for a slow line: upright, turned by `turns` quarters, at most 1600 pixels
// wide or high. Answers the new JPEG, or the file itself where that is smaller, not turned, or nothing to draw.
window.photoShrink = async (file, turns = 0) => {
  const LONGEST = 1600, QUALITY = 0.8;
  const picture = new Image();
  const url = URL.createObjectURL(file);
  try {
    picture.src = url;
    await picture.decode();
  } catch {
    return file; // the server says what is wrong with it
  } finally {
    URL.revokeObjectURL(url);
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
  const [wide, high] = [picture.naturalWidth, picture.naturalHeight].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = turns % 2 ? [high, wide] : [wide, high];
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff"; // what is transparent
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.translate(canvas.width / 2, canvas.height / 2);
  paper.rotate((turns * Math.PI) / 2);
  paper.drawImage(picture, -wide / 2, -high / 2, wide, high);
  const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!drawn || (turns % 4 === 0 && file.size <= drawn.size)) return file;
  return new File([drawn], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
};
