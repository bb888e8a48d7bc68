/**
 * Makes a screenshot small: PNG of 8-bit RGB or RGBA in, PNG of at most 256 colours out (median cut over 15-bit colours, no
 * dithering). For pictures of documents only; formats by the PNG specification, third edition, sections 9 and 11.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

/** @param {Buffer} png @returns {Buffer} */
export function smallPng(png) {
  const { width, height, channels, pixels } = decode(png);
  const bucketOf = (i) => ((pixels[i] >> 3) << 10) | ((pixels[i + 1] >> 3) << 5) | (pixels[i + 2] >> 3);
  const buckets = new Map();
  for (let i = 0; i < pixels.length; i += channels) {
    const key = bucketOf(i);
    let bucket = buckets.get(key);
    if (!bucket) {
      bucket = { key, count: 0, sum: [0, 0, 0] };
      buckets.set(key, bucket);
    }
    bucket.count++;
    for (let c = 0; c < 3; c++) bucket.sum[c] += pixels[i + c];
  }
  const boxes = medianCut([...buckets.values()]);
  const indexOf = new Uint8Array(1 << 15);
  const palette = Buffer.alloc(boxes.length * 3);
  boxes.forEach((box, index) => {
    const count = box.reduce((sum, bucket) => sum + bucket.count, 0);
    for (let c = 0; c < 3; c++)
      palette[index * 3 + c] = Math.round(box.reduce((sum, bucket) => sum + bucket.sum[c], 0) / count);
    for (const { key } of box) indexOf[key] = index;
  });
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i += channels) rows[y * (width + 1) + 1 + x] = indexOf[bucketOf(i)];
  return encode(width, height, palette, rows);
}

/** Splits the box with the widest spread, weighted by how many pixels see it, until there are enough. */
function medianCut(buckets) {
  const boxes = [measured(buckets)];
  while (boxes.length < MOST_COLOURS) {
    const at = boxes.reduce((best, box, i) => (box.weight > boxes[best].weight ? i : best), 0);
    const { buckets: members, channel, weight } = boxes[at];
    if (weight <= 0) break;
    members.sort((a, b) => a.sum[channel] / a.count - b.sum[channel] / b.count);
    const half = members.reduce((sum, bucket) => sum + bucket.count, 0) / 2;
    let cut = 1;
    for (let seen = members[0].count; cut < members.length - 1 && seen < half; cut++)
      seen += members[cut].count;
    boxes.splice(at, 1, measured(members.slice(0, cut)), measured(members.slice(cut)));
  }
  return boxes.map((box) => box.buckets);
}

function measured(buckets) {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const spreads = [0, 1, 2].map((c) => {
    const values = buckets.map((bucket) => bucket.sum[c] / bucket.count);
    return (
      values.reduce((most, value) => Math.max(most, value), 0) -
      values.reduce((least, value) => Math.min(least, value), 255)
    );
  });
  const channel = spreads.indexOf(Math.max(...spreads));
  // The square root keeps small coloured things (pins, marks) from losing their colour to large grounds.
  return { buckets, channel, weight: buckets.length < 2 ? 0 : spreads[channel] * Math.sqrt(count) };
}

function decode(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  let width = 0;
  let height = 0;
  let channels = 0;
  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[data[9]] ?? 0;
      if (data[8] !== 8 || channels === 0 || data[12] !== 0) throw new Error('a PNG of another kind');
    }
    if (type === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  return {
    width,
    height,
    channels,
    pixels: unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels),
  };
}

function unfilter(raw, stride, height, step) {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? out[y * stride + x - step] : 0;
      const up = y > 0 ? out[(y - 1) * stride + x] : 0;
      const corner = x >= step && y > 0 ? out[(y - 1) * stride + x - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

function encode(width, height, palette, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const parts = [
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat(parts);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
