import { once } from "node:events";
import { type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import { rules } from "../../../rules/index.ts";
import { type Analyst, localAnalyst } from "../../lsp/analyst.ts";
import { type NodeWorldOptions, nodeWorld } from "./node-world.ts";

interface Question {
  readonly id: number;
  readonly method: keyof Analyst;
  readonly values: readonly unknown[];
}

type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly defect: string };

/** The analyst of this thread, for the main one: resolves when that one goes. */
export async function answerMainThread(): Promise<number> {
  const port = parentPort!;
  const analyst = localAnalyst(nodeWorld(workerData as NodeWorldOptions), rules);
  port.on("message", (question: Question) => void answer(port, analyst, question));
  await once(port, "close");
  return 0;
}

async function answer(port: MessagePort, analyst: Analyst, { id, method, values }: Question): Promise<void> {
  const reply = (answer: Answer): void => port.postMessage(answer);
  try {
    const ask = analyst[method] as (...given: readonly unknown[]) => Promise<unknown>;
    reply({ id, value: await ask(...values) });
  } catch (defect) {
    reply({ id, defect: defect instanceof Error ? (defect.stack ?? defect.message) : String(defect) });
  }
}

/**
 * An analyst on a thread of its own, so that neither a long history nor a large build context keeps the server from answering. When the thread
 * breaks (out of memory), what was asked is rejected and the next question starts another.
 * @param program The file that becomes that thread when it is run with the argument `lsp`.
 */
export function threadAnalyst(program: string, options: NodeWorldOptions): Analyst {
  let thread: Worker | null = null;
  let last = 0;
  const open = new Map<number, { resolve(value: unknown): void; reject(defect: Error): void }>();
  let configured: readonly unknown[] | null = null;
  let { folders } = options;

  const start = (): Worker => {
    const worker = new Worker(program, { argv: ["lsp"], workerData: { ...options, folders }, stdout: true });
    worker.unref();
    worker.on("message", (answer: Answer) => {
      const waiting = open.get(answer.id);
      open.delete(answer.id);
      if ("defect" in answer) waiting?.reject(new Error(answer.defect));
      else waiting?.resolve(answer.value);
    });
    const fail = (defect: Error): void => {
      if (thread !== worker) return;
      thread = null;
      for (const { reject } of open.values()) reject(defect);
      open.clear();
    };
    worker.on("error", fail);
    worker.on("exit", (code) => fail(new Error(`the thread that looks at documents ended (${code})`)));
    return worker;
  };
  const ask = (method: keyof Analyst, values: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (thread === null) {
        thread = start();
        if (configured !== null && method !== "configure") void ask("configure", configured).catch(() => {});
      }
      open.set(++last, { resolve, reject });
      thread.postMessage({ id: last, method, values } satisfies Question);
    });
  const asking =
    <Method extends keyof Analyst>(method: Method) =>
    (...values: Parameters<Analyst[Method]>): ReturnType<Analyst[Method]> =>
      ask(method, values) as ReturnType<Analyst[Method]>;
  return {
    result: asking("result"),
    fixAll: asking("fixAll"),
    stagePrices: asking("stagePrices"),
    bill: asking("bill"),
    optimize: asking("optimize"),
    record: asking("record"),
    forget: asking("forget"),
    open(now) {
      folders = now;
      return asking("open")(now);
    },
    configure(settings) {
      configured = [settings];
      return asking("configure")(settings);
    },
  };
}
