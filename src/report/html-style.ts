/** The style of the pages. No attribute has a style of its own, so that a policy which allows this text alone is enough. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b2130; --faint: #566072; --line: #d5dae3; --soft: #f3f5f9; --bar: #2f6fd0; --miss: #c2460f; --path: #c2460f; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171d; --ink: #e6e9ef; --faint: #a3acbc; --line: #363d4a; --soft: #1d222b; --bar: #6ea4f4; --miss: #ff9a5c; --path: #ff9a5c; --focus: #9cc2ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 1.8rem 0 .5rem; font-size: 1rem; overflow-wrap: anywhere; }
figure { margin: .8rem 0; }
p, ul { max-width: 48rem; margin: .4rem 0; }
a { color: inherit; text-decoration-color: var(--faint); text-underline-offset: .15em; }
:focus-visible { outline: .18rem solid var(--focus); outline-offset: .15rem; border-radius: .2rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; }
.faint, caption, figcaption { color: var(--faint); }
.small { font-size: .82em; }
.nowrap { white-space: nowrap; }
.notice { border-left: .3rem solid var(--miss); background: var(--soft); padding: .6rem 1rem; margin: 1rem 0; max-width: none; }
code { font: .86em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .5rem .7rem; overflow-x: auto; background: var(--soft); font: .82em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .8rem; margin: 1.2rem 0 0; }
.totals > div { border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; }
.totals dt { color: var(--faint); font-size: .88rem; }
.totals dd { margin: 0; }
.totals .number { font-size: 1.7rem; font-weight: 650; line-height: 1.2; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 .5rem; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: .82rem; font-weight: 600; color: var(--faint); border-bottom: 2px solid var(--line); white-space: nowrap; }
tbody th { font-weight: 600; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.step { min-width: 16rem; }
tr.stage-start > * { border-top: 2px solid var(--line); }
tr:target > * { background: var(--soft); }
svg { display: block; }
svg text { fill: var(--ink); font: .75rem system-ui, -apple-system, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif; }
svg .faint { fill: var(--faint); }
svg .strong { font-weight: 650; }
svg .bar { fill: var(--bar); }
svg .track { fill: var(--soft); }
svg .whisker { stroke: var(--bar); stroke-width: 2; }
svg .miss { fill: var(--miss); }
svg .node { fill: var(--soft); stroke: var(--line); stroke-width: 1.5; }
svg .node.on-path { stroke: var(--path); stroke-width: 3; }
svg .edge { fill: none; stroke: var(--faint); stroke-width: 1.2; }
svg .edge.on-path { stroke: var(--path); stroke-width: 3.5; }
svg .tip { fill: var(--faint); }
svg .tip.on-path { fill: var(--path); }
svg .cursor { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.causes { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; max-width: none; }
.causes li { overflow-wrap: anywhere; }
.causes svg { display: inline-block; vertical-align: -.05em; }
.picker { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .6rem 0; }
.picker input { flex: 1 1 16rem; accent-color: var(--bar); }
.picker output { flex: 1 1 100%; min-height: 3em; }
.change { width: auto; margin: 1.2rem 0 0; font-size: 1.1rem; }
.change tr:last-child > * { font-weight: 650; border-top: 2px solid var(--line); }
table + table, .scroll + .scroll { margin-top: 1.8rem; }
details { margin: .8rem 0; }
summary { cursor: pointer; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); }
@media print {
  :root { --paper: #fff; --ink: #000; --faint: #444; --line: #bbb; --soft: #f2f2f2; --bar: #2f6fd0; --miss: #a33a0c; --path: #a33a0c; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .skip, .picker, details { display: none; }
  .scroll { overflow: visible; }
  figure svg { max-width: 100%; height: auto; }
  table { font-size: 8.5pt; }
  td.step { min-width: 15rem; }
  thead th, th.number, td.number { white-space: normal; }
  td > svg { width: 3.5rem; }
  th, td { padding: .2rem .35rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, figure, .totals > div { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
