import { type DocumentType, documentTypeOf } from '../document/document-type.ts';

/**
 * A photo without what a camera writes beside the picture (EXIF with place, time and device; XMP, IPTC, comments, further pictures behind the first), or null where it is no JPEG, PNG or WebP that is whole.
 * Of EXIF the way up is kept, as an entry of its own: without it photos lie on their side. Colours stay as they are. Pure; never throws.
 */
export function pictureOnly(bytes: Buffer): { type: DocumentType; bytes: Buffer } | null {
  const type = documentTypeOf(bytes);
  try {
    const kept =
      type === 'image/jpeg'
        ? jpegOnly(bytes)
        : type === 'image/png'
          ? pngOnly(bytes)
          : type === 'image/webp'
            ? webpOnly(bytes)
            : null;
    return type && kept ? { type, bytes: kept } : null;
  } catch (error) {
    // Read beyond the end: it is cut off.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const scanStart = 0xda;
const imageEnd = 0xd9;

/** Segments that make the picture: tables, frames, scans, restart intervals; JFIF, colour profiles and Adobe's word on colours. Ends with the first picture. */
function jpegOnly(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let at = 2;
  let hasScan = false;
  let wayUp = 1;
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    while (bytes.readUInt8(at + 1) === 0xff) at += 1;
    const marker = bytes.readUInt8(at + 1);
    if (marker === imageEnd) {
      if (!hasScan) return null;
      kept.push(Buffer.from([0xff, imageEnd]));
      const [start, ...rest] = kept as [Buffer, ...Buffer[]];
      return Buffer.concat(wayUp === 1 ? kept : [start, wayUpSegment(wayUp), ...rest]);
    }
    // Markers without a length have no place between segments.
    if (marker === 0x00 || marker === 0x01 || marker === 0xd8 || (marker >= 0xd0 && marker <= 0xd7)) return null;
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1) wayUp = wayUpOf(segment.subarray(4)) ?? wayUp;
    if (isPicture(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== scanStart) continue;
    hasScan = true;
    const from = at;
    // Up to the next marker that is no restart and no stuffed byte.
    while (!(bytes.readUInt8(at) === 0xff && !isInScan(bytes.readUInt8(at + 1)))) at += 1;
    kept.push(bytes.subarray(from, at));
  }
}

const isInScan = (next: number) => next === 0x00 || (next >= 0xd0 && next <= 0xd7) || next === 0xff;

function isPicture(marker: number, segment: Buffer): boolean {
  const says = (text: string) => segment.toString('latin1', 4, 4 + text.length) === text;
  if (marker === 0xe0) return says('JFIF\0');
  if (marker === 0xe2) return says('ICC_PROFILE\0');
  if (marker === 0xee) return says('Adobe');
  // Other APPn, and comments.
  return !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe;
}

const exif = 'Exif\0\0';
const wayUpTag = 0x0112;

/** 1 to 8 as EXIF counts them; null where it does not say. */
function wayUpOf(app1: Buffer): number | null {
  if (app1.toString('latin1', 0, 6) !== exif) return null;
  const tiff = app1.subarray(6);
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return null;
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (order === 'II' ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const list = u32(4);
  if (list + 2 > tiff.length) return null;
  const entries = Math.min(u16(list), 200);
  for (let n = 0; n < entries; n += 1) {
    const entry = list + 2 + n * 12;
    if (entry + 12 > tiff.length) return null;
    if (u16(entry) !== wayUpTag) continue;
    const value = u16(entry + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** EXIF with one entry. */
function wayUpSegment(value: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(value, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + exif.length + tiff.length]);
  return Buffer.concat([head, Buffer.from(exif, 'latin1'), tiff]);
}

/** Chunks that make the picture; what PNG lets anybody add (text, time, EXIF, private ones) is left out. */
const pngChunks = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '));

function pngOnly(bytes: Buffer): Buffer | null {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  let at = 8;
  for (;;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length || (at === 8) !== (name === 'IHDR')) return null;
    if (pngChunks.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') return Buffer.concat(kept);
    at = end;
  }
}

const webpChunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Bits of VP8X that say that EXIF and XMP follow. */
const webpMetadata = 0b0000_1100;

function webpOnly(bytes: Buffer): Buffer | null {
  const size = bytes.readUInt32LE(4);
  if (size + 8 > bytes.length) return null;
  const file = bytes.subarray(0, size + 8);
  const kept: Buffer[] = [];
  let hasPicture = false;
  for (let at = 12; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > file.length) return null;
    const name = file.toString('latin1', at, at + 4);
    if (webpChunks.has(name)) {
      const chunk = Buffer.from(file.subarray(at, end));
      if (name === 'VP8X') {
        if (length < 10) return null;
        chunk.writeUInt8(chunk.readUInt8(8) & ~webpMetadata & 0xff, 8);
      }
      if (name === 'VP8 ' || name === 'VP8L' || name === 'ANMF') hasPicture = true;
      kept.push(chunk);
    }
    at = end;
  }
  if (!hasPicture) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}
