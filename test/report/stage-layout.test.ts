import fc from "fast-check";
import { expect, test } from "vitest";
import { node, stageLayout } from "../../src/report/stage-layout.ts";

const graphs = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    edges: fc.array(
      fc
        .tuple(fc.nat(count - 1), fc.nat(count - 1))
        .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const),
      { maxLength: 20 },
    ),
  }),
);

test("nodes lie within the drawing, none on another, each to the right of what it needs; edges pass none", () => {
  fc.assert(
    fc.property(graphs, ({ count, edges: all }) => {
      const edges = all.filter(([from, to]) => from < to);
      const { places, routes, width, height } = stageLayout(count, edges);
      for (const [index, { x, y }] of places.entries()) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + node.width).toBeLessThanOrEqual(width);
        expect(y + node.height).toBeLessThanOrEqual(height);
        for (const other of places.slice(index + 1))
          expect(other.x !== x || Math.abs(other.y - y) >= node.height).toBe(true);
      }
      for (const [index, [from, to]] of edges.entries()) {
        expect(places[from]!.x).toBeLessThan(places[to]!.x);
        const route = routes[index]!;
        // Where an edge passes a column it is level, between two ways.
        for (const [at, [, end]] of route.slice(0, -1).entries()) {
          expect(route[at + 1]![0].y).toBe(end.y);
          for (const place of places)
            if (Math.abs(place.x - end.x) < 5)
              expect(end.y < place.y || end.y > place.y + node.height).toBe(true);
        }
      }
    }),
  );
});
