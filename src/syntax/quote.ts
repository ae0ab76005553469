/** Text of the file as it stands in a message: in back-ticks, cut when it is long. */
export function quote(text: string): string {
  const limit = 60;
  return text.length > limit ? `\`${text.slice(0, limit - 1)}…\`` : `\`${text}\``;
}
