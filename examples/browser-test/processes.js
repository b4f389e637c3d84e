// Starts the programs the test needs and waits for the line that says they are ready.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const root = new URL("../..", import.meta.url).pathname;
const running = new Set();

/** Starts a program; resolves with it and the first line of its output that matches. */
export async function start(command, args, ready) {
  const child = spawn(command, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  running.add(child);
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => {
    running.delete(child);
    resolve({ code, signal });
  }));
  const lines = createInterface({ input: child.stdout });
  const waiting = [];
  lines.on("line", (line) => waiting.filter((w) => w.pattern.test(line)).forEach((w) => {
    waiting.splice(waiting.indexOf(w), 1);
    w.resolve(line.match(w.pattern));
  }));
  const line = (pattern) => new Promise((resolve, reject) => {
    waiting.push({ pattern, resolve });
    ended.then(({ code, signal }) => reject(new Error(`${command} ended (${code ?? signal}) before ${pattern}`)));
  });
  const match = await line(ready);
  return { child, ended, line, match };
}

/** A Redis that obeys: kill, restart. */
export async function redis() {
  const program = await start("bash", ["examples/browser-test/redis"], /^READY (\S+)$/);
  const tell = async (word) => {
    const done = program.line(new RegExp(`^DONE ${word}$`));
    program.child.stdin.write(word + "\n");
    await done;
  };
  return { uri: program.match[1], kill: () => tell("kill"), restart: () => tell("restart") };
}

/** A node of the chat. */
export async function node(uri, port = 0) {
  const program = await start("./keryx", ["chat", "--port", String(port), "--redis", uri], /http:\/\/127\.0\.0\.1:(\d+)\//);
  return {
    port: Number(program.match[1]),
    async kill() {
      program.child.kill("SIGKILL");
      await program.ended;
    },
  };
}

export function endAll() {
  for (const child of running) child.kill("SIGKILL");
}
