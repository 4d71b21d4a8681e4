import { geoMercator, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import world from 'world-atlas/land-110m.json' with { type: 'json' };
import type { Journey, Stop } from './journey.ts';

/** Coastlines of the whole earth, coarse (Natural Earth, 1:110 million, public domain). */
type Topology = Parameters<typeof feature>[0];
const topology = world as unknown as Topology;
const land = feature(topology, topology.objects['land'] as Topology['objects'][string]);

export const width = 480;
export const height = 260;
const margin = 44;
/** No map shows less than this from left to right, in degrees: nearer, coarse coasts say nothing. */
const leastDegrees = 22;
/** Land that is smaller than this, and bends that are slighter, are left out, in pixels. */
const leastArea = 6;
const leastBend = 0.9;

export type Point = readonly [x: number, y: number];

export interface ProjectedMap {
  /** Path data, clipped to the picture and simplified. */
  land: string;
  route: readonly Point[];
  next: Point | null;
}

const at = ({ longitude, latitude }: Stop): [number, number] => [longitude, latitude];

/** A journey on its part of the earth; the cut through the sea lies opposite, so that a way over the Pacific is one line. */
export function project({ past, next }: Journey): ProjectedMap {
  const stops = next ? [...past, next] : past;
  const middle = meanLongitude(stops);
  const projection = geoMercator()
    .rotate([-middle, 0])
    .fitExtent(
      [
        [margin, margin],
        [width - margin, height - margin],
      ],
      { type: 'MultiPoint', coordinates: stops.map(at) },
    );
  const most = (width / (leastDegrees * Math.PI)) * 180;
  if (!(projection.scale() <= most)) {
    const [x = 0, y = 0] = [
      mean(stops.map((stop) => stop.longitude - middle)),
      mean(stops.map(({ latitude }) => latitude)),
    ];
    projection
      .scale(most)
      .center([x, y])
      .translate([width / 2, height / 2]);
  }
  projection.clipExtent([
    [-4, -4],
    [width + 4, height + 4],
  ]);
  const point = (stop: Stop): Point => {
    const [x = 0, y = 0] = projection(at(stop)) ?? [];
    return [Math.round(x), Math.round(y)];
  };
  const rings: Point[][] = [];
  geoPath(projection, collector(rings))(land);
  return {
    land: rings.map(ringPath).join(''),
    route: past.map(point),
    next: next ? point(next) : null,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** On the circle: that of 179 and -179 degrees is 180. */
function meanLongitude(stops: readonly Stop[]): number {
  const radians = stops.map(({ longitude }) => (longitude * Math.PI) / 180);
  return (Math.atan2(mean(radians.map(Math.sin)), mean(radians.map(Math.cos))) * 180) / Math.PI;
}

/** Takes rings as the projection draws them. */
function collector(rings: Point[][]) {
  return {
    beginPath() {},
    moveTo: (x: number, y: number) => void rings.push([[x, y]]),
    lineTo: (x: number, y: number) => void rings.at(-1)?.push([x, y]),
    closePath() {},
    arc() {},
  };
}

function ringPath(ring: Point[]): string {
  const area = Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX = 0, nextY = 0] = ring[(i + 1) % ring.length] ?? [];
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );
  if (area < leastArea) return '';
  const kept = simplify(ring).map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`);
  const points = kept.filter((text, i) => text !== kept[i - 1]);
  return points.length < 3 ? '' : `M${points.join('L')}Z`;
}

/** Douglas and Peucker: points that lie on the line between their neighbours are left out. */
function simplify(points: Point[]): Point[] {
  const [first] = points;
  const last = points.at(-1);
  if (points.length < 3 || !first || !last) return points;
  let [furthest, index] = [0, 0];
  for (let i = 1; i < points.length - 1; i++) {
    const distance = fromLine(points[i] as Point, first, last);
    if (distance > furthest) [furthest, index] = [distance, i];
  }
  if (furthest <= leastBend) return [first, last];
  return [...simplify(points.slice(0, index + 1)).slice(0, -1), ...simplify(points.slice(index))];
}

function fromLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}
