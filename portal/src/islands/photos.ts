/** Longest side in pixels: enough to read the label on a dented box. */
const longest = 2_000;
const quality = 0.85;
/** What has fewer bytes goes as it is. */
const smallEnough = 700_000;

/**
 * Makes chosen photos smaller before they are sent, so that those of a phone arrive over a slow connection. What the browser cannot read goes as it is; the
 * server says what is wrong with it.
 */
export function shrinkPhotos(main: HTMLElement): void {
  const input = main.querySelector<HTMLInputElement>('input[type="file"][name="photos"]');
  const form = input?.form;
  if (!input || !form) return;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    const chosen = input?.files;
    const list = new DataTransfer();
    // One after the other: an open photo takes fifty megabytes of memory.
    for (const file of chosen ?? []) list.items.add(await shrunk(file).catch(() => file));
    // Unless others were chosen meanwhile.
    if (input && input.files === chosen) input.files = list.files;
  }

  input.addEventListener('change', () => {
    const mine = work().finally(() => {
      if (working === mine) working = undefined;
    });
    working = mine;
  });
  form.addEventListener('submit', (event) => {
    if (!working) return;
    event.preventDefault();
    const { submitter } = event;
    void working.finally(() => form.requestSubmit(submitter));
  });
}

async function shrunk(file: File): Promise<File> {
  if (file.size <= smallEnough) return file;
  // The way up that the camera noted is applied here.
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: blob.type });
}
