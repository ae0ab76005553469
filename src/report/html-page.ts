import { html, type Markup, ownCode, type Piece } from "./html-markup.ts";
import { pageScript } from "./html-script.ts";
import { pageStyle } from "./html-style.ts";

export interface PageParts {
  /** For the window, the first words of the page. */
  readonly title: string;
  readonly header: Piece;
  readonly main: Piece;
  /** Where who can't see the page may jump to; the bill when left out. */
  readonly skip?: { readonly to: string; readonly words: string };
}

/**
 * One file that needs nothing else: no request goes out from it, which its policy also forbids, and nothing but our own style and script counts in it.
 * Resolves to the text of the file.
 */
export async function htmlPage({
  title,
  header,
  main,
  skip = { to: "bill", words: "To the steps" },
}: PageParts): Promise<string> {
  const policy = [
    "default-src 'none'",
    `style-src ${await sourceOf(pageStyle)}`,
    `script-src ${await sourceOf(pageScript)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page: Markup = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${ownCode(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#${skip.to}">${skip.words}</a>
<header>
${header}
</header>
<main>
${main}
</main>
<footer class="faint small">
<p>Numbers in parentheses are 90 % intervals. Basis: <em>measured</em> in build logs, replayed from git <em>history</em>, <em>prior</em> from public builds, <em>certain</em> where there is no choice.</p>
</footer>
<script>${ownCode(pageScript)}</script>
</body>
</html>
`;
  return page.markup;
}

/** A script or style as a policy names it. */
async function sourceOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}
