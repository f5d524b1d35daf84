import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subscribeTo } from '../../../../server/instruments/http-client/subscribe';

/**
 * Run with `--expose-gc` by `subscribe.test.ts`: listens before fetch was ever used and stops, lets
 * Node forget the channel while fetch makes it anew, listens again, and prints what it hears.
 */
async function main(): Promise<void> {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const listen = (heard: () => void) =>
    subscribeTo('undici:request:create', heard, () => undefined);

  listen(() => undefined)();
  await pause();
  globalThis.gc?.();
  await (await fetch(url)).text();
  await pause();
  globalThis.gc?.();
  await pause();

  let heard = 0;
  listen(() => heard++);
  await (await fetch(url)).text();
  process.stdout.write(String(heard));
  process.exit(0);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

void main();
