/** What a document may be. Nothing that a browser would run: no SVG, no HTML. */
export type DocumentType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf';

/** Of a document or photo. */
export const maxDocumentBytes = 5 * 1024 * 1024;

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** By its first bytes, whatever its sender calls it; null for everything else. */
export function documentTypeOf(bytes: Buffer): DocumentType | null {
  if (bytes.length >= 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(png)) return 'image/png';
  if (bytes.length >= 16 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  return bytes.toString('latin1', 0, 5) === '%PDF-' ? 'application/pdf' : null;
}

/** The end of a file's name. */
export const fileEnding: Readonly<Record<DocumentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};
