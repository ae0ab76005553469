/** A short name for a text: two 32-bit FNV-1a hashes with different starts, as 16 hexadecimal digits. */
export function hash64(text: string): string {
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ (unit + at), 0x01000193);
  }
  return [one, other].map((hash) => (hash >>> 0).toString(16).padStart(8, "0")).join("");
}
