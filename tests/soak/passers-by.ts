import WebSocket from 'ws';
import type { Random } from '../support/seeded-random';
import { newName } from './new-names';

export interface PassersBy {
  /** Sessions so far. */
  readonly sessions: number;
  /** Nobody comes any more; resolves when the last one is gone. */
  pause(): Promise<void>;
  resume(): void;
}

const mostAtOnce = 30;
const patienceMs = 10_000;

/** Sessions that do next to nothing: they connect, subscribe, and are gone, most without a word. */
export function passersBy(url: string, random: Random, perSecond: number): PassersBy {
  const address = `${url.replace(/^http/, 'ws')}/websocket`;
  const present = new Set<WebSocket>();
  let sessions = 0;
  let timer: NodeJS.Timeout | undefined;

  function come(): void {
    if (present.size >= mostAtOnce) return;
    const socket = new WebSocket(address);
    present.add(socket);
    const send = (message: object) => socket.send(JSON.stringify(message));
    const leave = () => (random() < 0.7 ? socket.terminate() : socket.close());
    const giveUp = setTimeout(() => socket.terminate(), patienceMs);
    socket.on('open', () => send({ msg: 'connect', version: '1', support: ['1'] }));
    socket.on('message', (raw) => {
      const { msg } = JSON.parse(String(raw)) as { readonly msg?: string };
      if (msg === 'connected') {
        sessions++;
        send({
          msg: 'sub',
          id: '1',
          name: random() < 0.5 ? 'lists.all' : newName(random),
          params: [],
        });
      }
      if (msg === 'ready' || msg === 'nosub') leave();
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(giveUp);
      present.delete(socket);
    });
  }

  return {
    get sessions() {
      return sessions;
    },
    resume() {
      timer = setInterval(come, 1_000 / perSecond);
    },
    async pause() {
      clearInterval(timer);
      while (present.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}
