/** What the slider under a heat map does: it marks a build, and says in words what the table says of it. Everything is there without it, too. */
export const pageScript = `
for (const figure of document.querySelectorAll("[data-replay]")) {
  const input = figure.querySelector("input");
  const output = figure.querySelector("output");
  const cursor = figure.querySelector(".cursor");
  const rows = [...figure.querySelectorAll("tbody tr")].reverse();
  const show = () => {
    const row = rows[input.valueAsNumber];
    const [commit, date, seconds, lines] = [...row.cells].map((cell) => cell.textContent.trim());
    output.textContent = commit + ", " + date + ": " + seconds + ". " + lines;
    input.setAttribute("aria-valuetext", output.textContent);
    cursor.setAttribute("x", String(Number(cursor.dataset.start) + input.valueAsNumber * Number(cursor.dataset.step)));
    cursor.removeAttribute("visibility");
  };
  input.addEventListener("input", show);
  figure.querySelector(".picker").hidden = false;
  show();
}
`;
