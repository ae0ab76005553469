import express from "express";
import { pino } from "pino";
import { shrink } from "./shrink.js";

const app = express();
const log = pino();

app.get("/", (_, response) => {
  response.send("POST a picture to /thumbnails");
});

app.post("/thumbnails", express.raw({ type: "image/*", limit: "20mb" }), async (request, response) => {
  try {
    const width = Number(request.query.width ?? 160);
    response.type("image/jpeg").send(await shrink(request.body, width));
  } catch (error) {
    log.warn({ error }, "not a picture");
    response.sendStatus(422);
  }
});

const port = Number(process.env.PORT ?? 8080);
app.listen(port, () => log.info({ port }, "ready"));
