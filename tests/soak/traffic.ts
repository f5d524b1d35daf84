import { type Random, seededRandom } from '../support/seeded-random';
import { passersBy } from './passers-by';
import { request } from './requests';
import { visitors } from './visitors';

/** All that comes to one app. */
export interface Traffic {
  readonly sessions: number;
  /** Calls that were sent, and those of them that were answered. */
  readonly calls: { readonly sent: number; readonly answered: number };
  /** What went wrong on this side. */
  readonly failures: readonly string[];
  resume(): void;
  /** Resolves when everybody is gone. */
  pause(): Promise<void>;
}

const passersByPerSecond = 60;
const requestEveryMs = 60;

export function trafficTo(url: string): Traffic {
  const failures: string[] = [];
  const visiting = visitors({ url, count: 3, pauseMs: 40 });
  const passing = passersBy(url, seededRandom(1), passersByPerSecond);
  const asking = requests(url, seededRandom(2), failures);
  const parts = [visiting, passing, asking];

  return {
    get sessions() {
      return visiting.sessions + passing.sessions;
    },
    get calls() {
      return visiting.calls;
    },
    get failures() {
      return [...failures, ...visiting.failures];
    },
    resume() {
      for (const part of parts) part.resume();
    },
    async pause() {
      await Promise.all(parts.map((part) => part.pause()));
    },
  };
}

function requests(url: string, random: Random, failures: string[]) {
  let isPaused = true;
  let working: Promise<void> = Promise.resolve();
  async function work(): Promise<void> {
    while (!isPaused) {
      await request(url, random).catch((error: unknown) => failures.push(`a request: ${error}`));
      await new Promise((resolve) => setTimeout(resolve, random() * 2 * requestEveryMs));
    }
  }
  return {
    resume() {
      isPaused = false;
      working = work();
    },
    pause() {
      isPaused = true;
      return working;
    },
  };
}
