import {
  type Action,
  actions,
  nextAction,
  openList,
  type Scene,
} from '../../examples/demo/actions';
import { connectDdp, type DdpClient } from '../../examples/demo/ddp-client';
import type { Sent } from '../../examples/demo/ledger';
import { between } from '../../examples/demo/random';
import { type Random, seededRandom } from '../support/seeded-random';
import { soakActions } from './soak-actions';

export interface Visitors {
  /** Sessions so far. */
  readonly sessions: number;
  /** Calls that were sent, and those of them that were answered. */
  readonly calls: { readonly sent: number; readonly answered: number };
  /** What went wrong that no error of the server's is. */
  readonly failures: readonly string[];
  /** Everybody ends the visit, and nobody comes; resolves when all are gone. */
  pause(): Promise<void>;
  resume(): void;
}

export interface VisitorsOptions {
  readonly url: string;
  /** Of them at once. */
  readonly count: number;
  /** Between two actions, and between two visits. */
  readonly pauseMs: number;
}

const actionsOfVisit = { least: 1, most: 5 };
/** Of visits: they end with a call under way. */
const abruptShare = 0.2;

/** People who come, do something, and leave, one way or the other: so many sessions, one after the other each. */
export function visitors({ url, count, pauseMs }: VisitorsOptions): Visitors {
  const choices = [...actions, ...soakActions(url)];
  const failures: string[] = [];
  let sessions = 0;
  let sent = 0;
  let answered = 0;
  let isPaused = true;
  let work: Promise<unknown> = Promise.resolve();

  async function visit(random: Random, ownTasks: string[]): Promise<void> {
    const client = await connectDdp({ url });
    sessions++;
    const scene: Scene = { client: counting(client), random, ownTasks, opened: undefined };
    try {
      await stay(scene);
    } finally {
      await client.close();
      sent += callsIn(client.sent);
    }
  }

  /** An error of the server's is an answer; one of the client's means that there is none. */
  function counting(client: DdpClient): DdpClient {
    const count = () => {
      answered++;
    };
    return {
      ...client,
      call(...args) {
        const result = client.call(...args);
        result.then(count, (error) => {
          if (!(error instanceof Error)) count();
        });
        return result;
      },
    };
  }

  async function stay(scene: Scene): Promise<void> {
    const { client, random } = scene;
    await client.subscribe('lists.all');
    await openList(scene);
    await act(scene, choices, pauseMs);
    if (random() < abruptShare) client.call('soak.slow', 200).catch(() => undefined);
    else await client.settled(10_000);
  }

  async function stayBusy(number: number): Promise<void> {
    const random = seededRandom(100 * number + sessions);
    const ownTasks: string[] = [];
    while (!isPaused) {
      await visit(random, ownTasks).catch((error: unknown) => failures.push(String(error)));
      await wait(random() * 2 * pauseMs);
    }
  }

  function resume(): void {
    isPaused = false;
    work = Promise.all(Array.from({ length: count }, (_, number) => stayBusy(number)));
  }

  return {
    get sessions() {
      return sessions;
    },
    get calls() {
      return { sent, answered };
    },
    failures,
    async pause() {
      isPaused = true;
      await work;
    },
    resume,
  };
}

async function act(scene: Scene, choices: readonly Action[], pauseMs: number): Promise<void> {
  const { random } = scene;
  const count = between(random, actionsOfVisit.least, actionsOfVisit.most);
  for (let n = 0; n < count; n++) {
    try {
      await nextAction(random, choices).run(scene);
    } catch (error) {
      if (error instanceof Error) throw error; // what the server sends is none
    }
    await wait(random() * 2 * pauseMs);
  }
}

function callsIn({ methods }: Sent): number {
  return Object.values(methods).reduce((sum, count) => sum + count, 0);
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
