/** Cells of a drawing of a graph whose edges go from left to right. */
export const node = { width: 184, height: 66 };
/** What an edge takes of a column that it passes. */
const lane = 14;
const gap = { x: 50, y: 20 };
const margin = 4;
/** Room for the tip of an arrow. */
const tip = 2;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface StageLayout {
  /** The upper left corner of each node. */
  readonly places: readonly Point[];
  /** For each edge the ways from column to column. */
  readonly routes: readonly (readonly (readonly [start: Point, end: Point])[])[];
  readonly width: number;
  readonly height: number;
}

/** A node, or an edge that passes a column. */
interface Member {
  readonly height: number;
  readonly before: Member[];
  y: number;
}

/** Puts each node to the right of all those it needs, near to them. `edges` go from a needed node to one that comes after it in their order. */
export function stageLayout(
  count: number,
  edges: readonly (readonly [from: number, to: number])[],
): StageLayout {
  const column = new Int32Array(count);
  for (const [from, to] of edges.toSorted(([, one], [, other]) => one - other))
    column[to] = Math.max(column[to]!, column[from]! + 1);
  const columns: Member[][] = Array.from({ length: Math.max(...column) + 1 }, () => []);
  const added = (at: number, height: number): Member => {
    const member: Member = { height, before: [], y: 0 };
    columns[at]!.push(member);
    return member;
  };
  const nodes = Array.from(column, (at) => added(at, node.height));
  const passed = edges.map(([from, to]) => {
    const lanes: Member[] = [];
    for (let at = column[from]! + 1; at < column[to]!; at += 1) lanes.push(added(at, lane));
    const way = [nodes[from]!, ...lanes, nodes[to]!];
    for (const [index, member] of way.entries()) if (index > 0) member.before.push(way[index - 1]!);
    return lanes;
  });
  const heights = columns.map((members) => members.reduce((sum, { height }) => sum + height + gap.y, -gap.y));
  const tallest = Math.max(...heights);
  for (const [at, members] of columns.entries()) {
    members.sort((one, other) => wishOf(one) - wishOf(other));
    let y = margin + (tallest - heights[at]!) / 2;
    for (const member of members) {
      member.y = y;
      y += member.height + gap.y;
    }
  }
  const left = (at: number): number => margin + at * (node.width + gap.x);
  const middle = ({ y, height }: Member): number => y + height / 2;
  return {
    places: nodes.map(({ y }, index) => ({ x: left(column[index]!), y })),
    routes: edges.map(([from, to], index) => {
      const members = [nodes[from]!, ...passed[index]!, nodes[to]!];
      return members.slice(1).map((member, step) => {
        const at = column[from]! + step;
        const isLast = step === members.length - 2;
        return [
          { x: left(at) + node.width, y: middle(members[step]!) },
          { x: left(at + 1) - (isLast ? tip : 0), y: middle(member) },
        ] as const;
      });
    }),
    width: 2 * margin + columns.length * (node.width + gap.x) - gap.x,
    height: 2 * margin + tallest,
  };
}

/** Where a member would best be: in the middle of what leads to it. */
function wishOf({ before }: Member): number {
  if (before.length === 0) return 0;
  return before.reduce((sum, { y, height }) => sum + y + height / 2, 0) / before.length;
}
