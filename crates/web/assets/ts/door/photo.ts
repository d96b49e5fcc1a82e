// A photo is made smaller on the phone, turned upright, and loses what the camera noted in it.
const LONGEST = 1600;

export async function smaller(file: File): Promise<ArrayBuffer> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob) throw new Error("no picture");
  return blob.arrayBuffer();
}

/** A small picture for the list: drawn, since no page of ours shows what comes from elsewhere than its own site. */
export function small(bytes: ArrayBuffer, label: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const draw = async (): Promise<void> => {
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    canvas.dataset["size"] = `${picture.width} × ${picture.height}`;
    canvas.width = 96;
    canvas.height = Math.round((96 * picture.height) / picture.width);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  };
  void draw();
  return canvas;
}
