import { spawn } from "node:child_process";

/** Hands a picture to GraphicsMagick and collects the smaller one. */
export function shrink(picture: Buffer, width: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("gm", ["convert", "-resize", `${width}x`, "-", "jpeg:-"]);
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`gm ends with ${code}`))));
    child.stdin.end(picture);
  });
}
