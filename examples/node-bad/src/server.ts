import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { shrink } from "./shrink.js";

const app = new Hono();

app.get("/", (context) => context.text("POST a picture to /thumbnails"));

app.post("/thumbnails", async (context) => {
  const picture = Buffer.from(await context.req.arrayBuffer());
  const thumbnail = await shrink(picture, Number(context.req.query("width") ?? 160));
  return context.body(new Uint8Array(thumbnail), 200, { "content-type": "image/jpeg" });
});

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8080) });
