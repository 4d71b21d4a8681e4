/** A logo as it may be served from our own origin. */
export interface Logo {
  type: 'image/svg+xml' | 'image/png' | 'image/webp';
  bytes: Uint8Array;
}

const maxBytes = 100 * 1024;

/** Checks what a file really is, by its bytes. Throws an Error with the remedy. */
export function readLogo(name: string, bytes: Buffer): Logo {
  if (bytes.length > maxBytes) throw new Error(`${name} has ${bytes.length} bytes; at most ${maxBytes} are served`);
  if (name.endsWith('.svg')) {
    checkSvg(name, bytes.toString('utf8'));
    return { type: 'image/svg+xml', bytes };
  }
  if (name.endsWith('.png') && bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')))
    return { type: 'image/png', bytes };
  if (name.endsWith('.webp') && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return { type: 'image/webp', bytes };
  throw new Error(`${name} is not what its name says; save it anew as svg, png or webp`);
}

/** Shapes and colours: nothing that runs, moves, loads or leads anywhere. */
const elements = new Set(
  'svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath title desc'.split(
    ' ',
  ),
);
const attributes = new Set(
  [
    'xmlns viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform id version role aria-label preserveAspectRatio',
    'fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color',
    'clip-path clip-rule clipPathUnits gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity shape-rendering vector-effect paint-order',
  ].flatMap((names) => names.split(' ')),
);
const tag = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z][A-Za-z-]*\s*=\s*"[^"<>&]*")*)\s*(\/?)>/y;

/** Refused rather than mended: whoever made it can save it without what is not allowed, and nobody has to trust a cleaner. */
function checkSvg(name: string, text: string): void {
  const refusal = (what: string) =>
    new Error(
      `${name} ${what}; save it as plain SVG with shapes, gradients and colours only (no style, script, text, image, link, comment or entity), or as png`,
    );
  const body = text
    .replace(/^\uFEFF?\s*<\?xml version="1\.0"( encoding="[Uu][Tt][Ff]-8")?( standalone="(yes|no)")?\?>/, '')
    .trim();
  const open: string[] = [];
  let isDone = false;
  for (let at = 0; at < body.length; ) {
    tag.lastIndex = at;
    const found = tag.exec(body);
    if (found) {
      const [whole, isEnd, element = '', given = '', isEmpty] = found;
      if (!elements.has(element)) throw refusal(`has <${element}>`);
      if (open.length === 0 && (isDone || element !== 'svg')) throw refusal('is not one <svg>');
      if (isEnd) {
        if (open.pop() !== element) throw refusal(`closes <${element}> in the wrong place`);
        isDone = open.length === 0;
      } else {
        for (const [, attribute = '', value = ''] of given.matchAll(/([A-Za-z-]+)\s*=\s*"([^"]*)"/g)) {
          if (!attributes.has(attribute)) throw refusal(`has the attribute ${attribute}`);
          if (attribute === 'xmlns' && value !== 'http://www.w3.org/2000/svg') throw refusal('has another namespace');
          if (attribute !== 'xmlns' && !/^(url\(#[\w-]{1,60}\)|[\w\s#.,%()+*-]*)$/.test(value))
            throw refusal(`has ${attribute}="${value.slice(0, 40)}"`);
          if (value.includes('url(') && !/^url\(#[\w-]{1,60}\)$/.test(value))
            throw refusal(`has ${attribute}="${value.slice(0, 40)}"`);
        }
        if (element === 'svg' && open.length === 0 && !/\sviewBox=/.test(given)) throw refusal('has no viewBox');
        if (!isEmpty) open.push(element);
        else if (open.length === 0) isDone = true;
      }
      at += whole.length;
      continue;
    }
    const words = /[^<>&]+/y;
    words.lastIndex = at;
    const between = words.exec(body)?.[0];
    const parent = open.at(-1);
    if (between === undefined || (between.trim() !== '' && parent !== 'title' && parent !== 'desc'))
      throw refusal(`has something that is no shape at "${body.slice(at, at + 30)}"`);
    at += between.length;
  }
  if (!isDone) throw refusal('is not one whole <svg>');
}
