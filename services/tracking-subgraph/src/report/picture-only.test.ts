import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureOnly } from './picture-only.ts';

const segment = (marker: number, body: Buffer | string) => {
  const bytes = Buffer.from(body as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
};
const jfif = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
const tables = segment(0xdb, 'tables');
const frame = segment(0xc0, 'frame');
/** With a stuffed byte, a restart, and a fill byte before the end. */
const scan = Buffer.concat([segment(0xda, 'scan'), Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4])]);
const start = Buffer.from([0xff, 0xd8]);
const end = Buffer.from([0xff, 0xd9]);
const jpeg = (...segments: Buffer[]) => Buffer.concat([start, ...segments, end]);

/** EXIF in either order of bytes: way up, and a place. */
function exif(order: 'II' | 'MM', wayUp: number): Buffer {
  const u16 = (n: number) => {
    const bytes = Buffer.alloc(2);
    order === 'II' ? bytes.writeUInt16LE(n) : bytes.writeUInt16BE(n);
    return bytes;
  };
  const u32 = (n: number) => {
    const bytes = Buffer.alloc(4);
    order === 'II' ? bytes.writeUInt32LE(n) : bytes.writeUInt32BE(n);
    return bytes;
  };
  return segment(
    0xe1,
    Buffer.concat([
      Buffer.from(`Exif\0\0${order}`, 'latin1'),
      u16(42),
      u32(8),
      u16(2),
      u16(0x0112),
      u16(3),
      u32(1),
      u16(wayUp),
      u16(0),
      u16(0x8825),
      u16(4),
      u32(1),
      u32(60),
      u32(0),
      Buffer.from('GPS 52.5200 N 13.4050 E'),
    ]) as never,
  );
}

const chunk = (name: string, body: Buffer | string = '') => {
  const bytes = Buffer.from(body as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, Buffer.from(name, 'latin1'), bytes, Buffer.alloc(4)]);
};
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = (...chunks: Buffer[]) =>
  Buffer.concat([pngStart, chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND')]);

const riff = (name: string, body: Buffer | string) => {
  const bytes = Buffer.from(body as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from(name, 'latin1'), length, bytes, Buffer.alloc(bytes.length % 2)]);
};
const webp = (...chunks: Buffer[]) => {
  const body = Buffer.concat(chunks);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length + 4);
  return Buffer.concat([Buffer.from('RIFF'), length, Buffer.from('WEBP'), body]);
};

describe('JPEG', () => {
  test('what a camera writes beside the picture is left out, and nothing of the picture is', () => {
    const given = jpeg(
      jfif,
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x>Jane</x>'),
      segment(0xe2, 'ICC_PROFILE\0colours'),
      segment(0xe2, 'MPF\0second picture'),
      segment(0xe0, 'JFXX\0small picture'),
      segment(0xed, 'Photoshop IPTC'),
      segment(0xee, 'Adobe..'),
      segment(0xee, 'Another maker'),
      segment(0xfe, 'a comment'),
      tables,
      frame,
      scan,
      tables,
      scan,
    );
    const trailing = Buffer.concat([given, Buffer.from('a film behind the picture')]);
    expect(pictureOnly(trailing)).toEqual({
      type: 'image/jpeg',
      bytes: jpeg(
        jfif,
        segment(0xe2, 'ICC_PROFILE\0colours'),
        segment(0xee, 'Adobe..'),
        tables,
        frame,
        scan,
        tables,
        scan,
      ),
    });
  });
  test.each(['II', 'MM'] as const)('the way up stays, without the place (%s)', (order) => {
    const kept = pictureOnly(jpeg(exif(order, 6), tables, frame, scan))?.bytes as Buffer;
    expect(kept.includes('GPS')).toBe(false);
    expect(kept.includes('13.4050')).toBe(false);
    // Read again, it says the same and nothing changes.
    expect(pictureOnly(kept)?.bytes).toEqual(kept);
    expect(kept.includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))).toBe(true);
    expect(pictureOnly(jpeg(exif(order, 1), tables, frame, scan))?.bytes).toEqual(jpeg(tables, frame, scan));
    expect(pictureOnly(jpeg(exif(order, 99), tables, frame, scan))?.bytes).toEqual(jpeg(tables, frame, scan));
  });
  test.each<[string, Buffer]>([
    ['cut off in the scan', jpeg(tables, frame, scan).subarray(0, -4)],
    ['without a picture', jpeg(tables, frame)],
    ['with a segment beyond its end', Buffer.concat([start, Buffer.from([0xff, 0xe0, 0xff, 0xff, 1])])],
    [
      'with a scan that begins beyond its end',
      Buffer.concat([start, tables, Buffer.from([0xff, 0xda, 0xff, 0xff, 1])]),
    ],
    ['with a segment of no length', Buffer.concat([start, Buffer.from([0xff, 0xe0, 0, 0]), end])],
    // Two bytes of length 0, read as the next marker, would begin a picture.
    [
      'with a segment shorter than its length',
      jpeg(Buffer.from([0xff, 0xdb, 0, 0]), Buffer.from([0xff, 0xdb, 0, 1]), scan),
    ],
    ...[0x00, 0x01, 0xd8, 0xd0, 0xd7].map((marker): [string, Buffer] => [
      `with marker ${marker} between segments`,
      jpeg(tables, segment(marker, 'whatever'), frame, scan),
    ]),
    ['with something between segments', Buffer.concat([start, Buffer.from([0x41, 0x41]), end])],
  ])('%s: refused', (_what, bytes) => expect(pictureOnly(bytes)).toBeNull());
});

test('PNG: text, time, EXIF and private chunks are left out, and what lies behind its end', () => {
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(10)));
  const given = png(
    chunk('gAMA', '1234'),
    chunk('tEXt', 'Author\0Jane'),
    chunk('iTXt', 'XML:com.adobe.xmp'),
    chunk('zTXt', 'x'),
    chunk('eXIf', 'MM GPS'),
    chunk('tIME', '2026'),
    chunk('prVt', 'what it likes'),
    pixels,
  );
  expect(pictureOnly(Buffer.concat([given, Buffer.from('<script>')]))).toEqual({
    type: 'image/png',
    bytes: png(chunk('gAMA', '1234'), pixels),
  });
  expect(pictureOnly(given.subarray(0, -3))).toBeNull();
  expect(pictureOnly(Buffer.concat([pngStart, pixels, chunk('IEND')]))).toBeNull();
});

test('WebP: EXIF and XMP are left out, and nothing says any more that they are there', () => {
  const head = (flags: number) => riff('VP8X', Buffer.from([flags, 0, 0, 0, 9, 0, 0, 9, 0, 0]));
  const given = webp(
    head(0b0010_1100),
    riff('ICCP', 'col'),
    riff('VP8 ', 'pixel'),
    riff('EXIF', 'GPS'),
    riff('XMP ', '<x>'),
    riff('JUNK', 'x'),
  );
  expect(pictureOnly(Buffer.concat([given, Buffer.from('tail')]))).toEqual({
    type: 'image/webp',
    bytes: webp(head(0b0010_0000), riff('ICCP', 'col'), riff('VP8 ', 'pixel')),
  });
  expect(pictureOnly(webp(head(0), riff('EXIF', 'GPS')))).toBeNull();
  expect(pictureOnly(given.subarray(0, -6))).toBeNull();
  // A chunk that says that it is longer than the file, and a head that is too short for what it says.
  const longer = riff('VP8 ', 'pixel');
  longer.writeUInt32LE(500, 4);
  expect(pictureOnly(webp(longer))).toBeNull();
  expect(pictureOnly(webp(riff('VP8X', 'short!'), riff('VP8 ', 'pixel')))).toBeNull();
});

test('never throws, whatever it is given, and what it keeps it keeps again', () => {
  const whole = [
    jpeg(jfif, exif('II', 6), tables, frame, scan),
    png(chunk('tEXt', 'a'), chunk('IDAT', 'b')),
    webp(riff('VP8 ', 'pixel'), riff('EXIF', 'x')),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
      fc.nat(400),
      (bytes, changes, cut) => {
        const given = Buffer.from(bytes);
        for (const [at, value] of changes) given[at % given.length] = value;
        const kept = pictureOnly(cut < 200 ? given.subarray(0, cut) : given);
        if (kept) expect(pictureOnly(kept.bytes)).toEqual(kept);
      },
    ),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      pictureOnly(Buffer.from(bytes));
    }),
  );
  for (const other of ['<svg/>', '%PDF-1.7', 'GIF89a', '']) expect(pictureOnly(Buffer.from(other))).toBeNull();
});
