import type { BuildPicture, PicturedStage } from "../estimate/build-picture.ts";
import { truncate } from "./display-text.ts";
import { html, type Markup } from "./html-markup.ts";
import { formatSeconds, formatShare } from "./quantities.ts";
import { node, type Point, stageLayout } from "./stage-layout.ts";

/** Share of the expected time from which on a stage or an edge counts as on the critical path. */
const mostly = 0.5;

type Stages = Pick<BuildPicture, "stages" | "edges">;

/** The stages as a graph, with the path that the build waits for, and the same as a table. */
export function stagesSection(picture: Stages): Markup {
  const { stages } = picture;
  if (stages.length < 2)
    return html`<section aria-labelledby="stages-heading">
<h2 id="stages-heading">Stages</h2>
<p>There is one stage, and its steps run one after the other: all of them are the critical path.</p>
</section>
`;
  const total = stages.reduce((sum, { pathSeconds }) => sum + pathSeconds, 0);
  return html`<section aria-labelledby="stages-heading">
<h2 id="stages-heading">Stages and the critical path</h2>
<p>Stages run beside each other. The build waits for the longest way through them: the thick one, in most of the time. Work elsewhere is not waited for.</p>
<figure class="scroll" tabindex="0" aria-label="Graph of the stages; the table below says the same">
${graphOf(picture, total)}
</figure>
<div class="scroll" role="region" aria-label="Stages" tabindex="0">
<table>
<caption>Mean seconds per build</caption>
<thead><tr><th scope="col">Stage</th><th scope="col">Needs</th><th scope="col" class="number">Work</th><th scope="col" class="number">Waited for</th><th scope="col" class="number">Of the build</th></tr></thead>
<tbody>
${stages.map((stage, index) => rowOf(stage, needsOf(picture, index), total))}</tbody>
</table>
</div>
</section>
`;
}

function needsOf({ stages, edges }: Stages, stage: number): string {
  const names = edges.filter(({ to }) => to === stage).map(({ from }) => stages[from]!.name);
  return names.join(", ") || "none";
}

function rowOf(
  { name, lines, workSeconds, pathSeconds }: PicturedStage,
  needs: string,
  total: number,
): Markup {
  const [line] = lines;
  const title = line === undefined ? name : html`<a href="#line-${line}">${name}</a>`;
  return html`<tr><th scope="row">${title}</th><td>${needs}</td><td class="number">${formatSeconds(workSeconds)}</td><td class="number">${formatSeconds(pathSeconds)}</td><td class="number">${total > 0 ? formatShare(pathSeconds / total) : "0 %"}</td></tr>
`;
}

function graphOf(picture: Stages, total: number): Markup {
  const { stages, edges } = picture;
  const { places, routes, width, height } = stageLayout(
    stages.length,
    edges.map(({ from, to }) => [from, to]),
  );
  const onPath = new Set<number>();
  for (const { from, to, pathShare } of edges) if (pathShare >= mostly) onPath.add(from).add(to);
  for (const [index, { pathSeconds }] of stages.entries())
    if (pathSeconds >= mostly * total) onPath.add(index);
  const arrow = (name: string, kind: string): Markup =>
    html`<marker id="${name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="${kind}" d="M0 0 10 5 0 10z"/></marker>`;
  // Thick ones lie above thin ones.
  const lines = edges
    .map(({ pathShare }, index) => ({ pathShare, route: routes[index]! }))
    .sort((one, other) => one.pathShare - other.pathShare)
    .map(({ pathShare, route }) => {
      const isOn = pathShare >= mostly;
      return html`<path class="${isOn ? "edge on-path" : "edge"}" marker-end="url(#${isOn ? "tip-on-path" : "tip"})" d="${curveThrough(route)}"/>
`;
    });
  const nodes = stages.map(({ name, lines: [line], workSeconds, pathSeconds }, index) => {
    const { x, y } = places[index]!;
    const isOn = onPath.has(index);
    const box = html`<g><title>${name}: ${formatSeconds(workSeconds)} of work, ${formatSeconds(pathSeconds)} waited for</title><rect class="${isOn ? "node on-path" : "node"}" x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="8"/><text class="strong" x="${x + 12}" y="${y + 21}">${truncate(name, 22)}</text><text x="${x + 12}" y="${y + 39}">${formatSeconds(workSeconds)} of work</text><text class="faint" x="${x + 12}" y="${y + 55}">${formatSeconds(pathSeconds)} waited for${isOn ? ", critical" : ""}</text></g>`;
    return line === undefined
      ? box
      : html`<a href="#line-${line}">${box}</a>
`;
  });
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Stages">
<defs>${arrow("tip", "tip")}${arrow("tip-on-path", "tip on-path")}</defs>
${lines}${nodes}</svg>`;
}

/** Level at each point; from pair to pair a bend, and a line within. */
function curveThrough(route: readonly (readonly [start: Point, end: Point])[]): string {
  let path = "";
  for (const [index, [start, end]] of route.entries()) {
    const before = route[index - 1]?.[1];
    path += before === undefined ? `M${start.x} ${start.y}` : `L${start.x} ${start.y}`;
    const bend = (end.x - start.x) / 2;
    path += `C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  }
  return path;
}
